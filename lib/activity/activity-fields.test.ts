import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { createApiKey, revokeApiKey } from '@/lib/accounts/api-keys';
import { disconnectCalendar } from '@/lib/calendar-sync/disconnect-calendar';
import { createApiKeyBody } from '@/lib/contract/api-keys';
import { disconnectBody } from '@/lib/contract/calendars';
import { db } from '@/lib/platform/database/client';
import { toggleRecurrence } from '@/lib/scheduling/auto-reschedule';
import { disableAutoSchedule, enableAutoSchedule } from '@/lib/scheduling/auto-schedule';
import { deleteBot, updateBot } from '@/lib/scheduling/edit-bot';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { newAccount, scheduleBody, unscheduleBody } from '@/test/account';
import { DAY, describeServices, HOUR, later, now, pass } from '@/test/harness';

describeServices('activity', () => {
  it('the activity says who did each thing, why, and what changed', async () => {
    const account = await newAccount();
    const { user } = account;
    const single = await account.add('Review', DAY);
    const series = await account.add('Standup', 2 * DAY, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] });
    await account.sync();
    const singleId = (await account.event(single.id)).id;
    const seriesId = (await account.event(series.id)).id;

    const { id } = await createApiKey(user.id, createApiKeyBody.parse({ name: 'Notetaker' }), {
      actor: 'person',
      now: now(),
    });
    await revokeApiKey(user.id, id, 'person', now());
    const { bot_id } = await scheduleBot(user, singleId, scheduleBody(), { actor: 'api', now: now() });
    const edit = { scheduled_join_time: later(DAY - HOUR), bot_username: 'Clerk' };
    await updateBot(user.id, bot_id, edit, { actor: 'api', now: now() });
    await account.move(single.id, 2 * HOUR);
    await account.sync();
    await deleteBot(user.id, bot_id, 'api', now());
    await setOverride(user, seriesId, 'always', { actor: 'person', now: now() });
    await toggleRecurrence(user.id, seriesId, true, { actor: 'person', now: now() });
    await unscheduleBot(user.id, seriesId, unscheduleBody({ cancel_all_occurrences: true }), {
      actor: 'api',
      now: now(),
    });
    await enableAutoSchedule(user.id, { bot_name: 'Scribe' }, 'person', now());
    await disableAutoSchedule(user.id, { cancel_scheduled: true }, 'person', now());
    await account.add('Late', HOUR);
    await account.sync();
    const late = await db().occurrence.findFirstOrThrow({ where: { title: 'Late' } });
    await scheduleBot(user, late.id, scheduleBody(), { actor: 'api', now: now() });
    pass(2 * HOUR);
    await sweep(now());
    await disconnectCalendar(user.id, disconnectBody.parse({}), 'api', now());

    const entries = await db().activityEntry.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } });
    const actions = new Set(entries.map((entry) => entry.action));
    for (const action of [
      'connection.created',
      'api_key.created',
      'api_key.revoked',
      'bot.scheduled',
      'bot.edited',
      'bot.moved',
      'bot.unscheduled',
      'override.set',
      'series.enabled',
      'auto_schedule.enabled',
      'auto_schedule.disabled',
      'bot.missed',
      'connection.removed',
    ]) {
      expect(actions).toContain(action);
    }
    for (const { action, actor, cause, before, after } of entries) {
      expect.soft(actor, action).toMatch(/^(person|api|google|provider|usher)$/);
      expect.soft(cause, action).toBeTruthy();
      expect.soft(before, action).toBeTypeOf('object');
      expect.soft(after, action).not.toBeNull();
      expect.soft(Object.keys(before ?? {}).sort(), action).toEqual(Object.keys(after ?? {}).sort());
    }
    const edited = entries.find((entry) => entry.action === 'bot.edited');
    expect(edited?.summary).toBe('Bot for “Review” changed: join time, name.');
    expect(edited?.before).toMatchObject({ botName: 'Usher' });
    expect(edited?.after).toMatchObject({ botName: 'Clerk', joinAt: edit.scheduled_join_time });
  });
});
