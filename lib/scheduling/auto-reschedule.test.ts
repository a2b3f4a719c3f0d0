import { expect, it } from 'vitest';
import { eventsQuery } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { newAccount, refusal } from '@/test/account';
import { DAY, describeServices, HOUR, later, MINUTE, now } from '@/test/harness';
import { DAILY, dailySeries } from '@/test/scheduling';
import { scheduleNextOccurrence, toggleRecurrence } from './auto-reschedule';
import { updateBot } from './edit-bot';
import { listEvents } from './list-events';
import { autoReschedule } from './schedule-bot';

describeServices('auto-reschedule', () => {
  it('schedules the next meeting when auto-reschedule is turned on, and nothing more when it is turned off', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', 3 * DAY, DAILY);
    const single = await account.add('Once', DAY);
    await account.sync();
    const { id } = await account.event(google.id);
    expect(await toggleRecurrence(account.user.id, id, true, { actor: 'api', now: now() })).toMatchObject({
      event_id: id,
      recurring_enabled: true,
      recurrence_rule: DAILY.recurrence[0],
      recurrence: DAILY.recurrence,
      summary: 'Standup',
      start_time: later(3 * DAY),
    });
    expect(await account.bot()).toMatchObject({
      status: 'Scheduled',
      source: 'auto_reschedule',
      meetingStart: new Date(later(3 * DAY)),
    });
    const { id: botId } = await account.bot();
    expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
      rescheduled: false,
      bot_id: botId,
    });
    expect(await db().scheduledBot.count({ where: { userId: account.user.id } })).toBe(1);
    expect(await toggleRecurrence(account.user.id, id, false, { actor: 'api', now: now() })).toMatchObject({
      recurring_enabled: false,
    });
    const once = await account.event(single.id);
    expect(
      await refusal(toggleRecurrence(account.user.id, once.id, true, { actor: 'api', now: now() })),
    ).toMatchObject({
      code: 'not_recurring',
    });
  });

  it('does not turn auto-reschedule on when only the next meeting is scheduled', async () => {
    const account = await newAccount();
    const google = await account.add('Standup', 3 * DAY, DAILY);
    await account.sync();
    const { id } = await account.event(google.id);
    expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
      rescheduled: true,
      scheduled_time: later(3 * DAY - MINUTE),
    });
    expect(await account.event(google.id)).toMatchObject({ autoRescheduleEnabled: false });
  });

  it('schedules meeting after meeting, also where a later one was scheduled on its own', async () => {
    const { id, schedule, days, until } = await dailySeries();
    await schedule({ recurring_event: true });
    await schedule({ occurrence_date: later(4 * DAY) });
    await until(DAY + HOUR);
    expect(await days()).toEqual([1, 2, 4]);
    await until(2 * DAY + HOUR);
    await until(3 * DAY + HOUR);
    expect(await days()).toEqual([1, 2, 3, 4]);
    expect(await scheduleNextOccurrence(id, now())).toMatchObject({ state: 'not_yet' });
    await until(4 * DAY + HOUR);
    expect(await days()).toEqual([1, 2, 3, 4, 5]);
  });

  it('begins at a later meeting on request, and decides about those before it as without auto-reschedule', async () => {
    const { account, id, schedule, days, until } = await dailySeries();
    await schedule({ recurring_event: true, occurrence_date: later(3 * DAY) });
    const { results } = await listEvents(account.user, eventsQuery.parse({ limit: '4' }), now());
    expect(results.map(({ decision }) => [decision.will_join, decision.code])).toEqual([
      [false, 'auto_schedule_off'],
      [false, 'auto_schedule_off'],
      [true, 'scheduled_manually'],
      [true, 'auto_reschedule'],
    ]);
    await until(DAY + HOUR);
    expect(await scheduleNextOccurrence(id, now())).toMatchObject({ state: 'not_yet' });
    expect(await days()).toEqual([3]);
    // A second request, for a later meeting, leaves where auto-reschedule begins as it is.
    await schedule({ recurring_event: true, occurrence_date: later(6 * DAY) });
    await until(3 * DAY + HOUR);
    expect(await days()).toEqual([3, 4, 6]);
    await toggleRecurrence(account.user.id, id, true, { actor: 'api', now: now() });
    expect(await days()).toEqual([3, 4, 6]);
  });

  it('takes the configuration of the booked bot over when auto-reschedule is turned on', async () => {
    const { account, id, schedule, until } = await dailySeries();
    const { bot_id } = await schedule({ bot_config: { bot_name: 'Clerk' } });
    const edit = { bot_username: 'Scribe', custom_attributes: { team: 'a' } };
    await updateBot(account.user.id, bot_id, edit, { actor: 'api', now: now() });
    await toggleRecurrence(account.user.id, id, true, { actor: 'api', now: now() });
    await until(DAY + HOUR);
    const bots = await account.bots();
    expect(bots.map((bot) => [bot.source, bot.botName, bot.customAttributes])).toEqual([
      ['manual', 'Scribe', { team: 'a' }],
      ['auto_reschedule', 'Scribe', { team: 'a' }],
    ]);
  });

  it('says that a series has ended instead of scheduling', async () => {
    const account = await newAccount();
    const google = await account.add('Ended', -3 * DAY, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
    await account.sync();
    const { id } = await account.event(google.id);
    expect(await autoReschedule(account.user, id, 'api', now())).toMatchObject({
      rescheduled: false,
      bot_id: null,
    });
  });
});
