import { expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import { eventsQuery } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { toggleRecurrence } from '@/lib/scheduling/auto-reschedule';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { newAccount, refusal, scheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, jobs, MINUTE, now, pass, runJobs } from '@/test/harness';
import { connectCalendar } from './connect-calendar';
import { pollCalendars } from './poll-calendars';
import { listCalendarsLive } from './refresh-calendar-list';
import { resyncCalendars } from './resync-calendars';

describeServices('a permission that was revoked', () => {
  it('lets scheduled bots join, and brings everything back as it was when it is granted again', async () => {
    const account = await newAccount();
    const soon = await account.add('Soon', HOUR);
    const moved = await account.add('Moved meanwhile', 3 * DAY);
    const series = await account.add('Weekly', 2 * DAY, { recurrence: ['RRULE:FREQ=WEEKLY'] });
    await account.sync();
    for (const { id } of [soon, moved])
      await scheduleBot(account.user, (await account.event(id)).id, scheduleBody(), {
        actor: 'api',
        now: now(),
      });
    await toggleRecurrence(account.user.id, (await account.event(series.id)).id, true, {
      actor: 'person',
      now: now(),
    });
    const [, second] = await account.occurrences(series.id);
    await setOverride(account.user, second?.id ?? '', 'never', { actor: 'person', now: now() });
    const history = await db().activityEntry.count({ where: { userId: account.user.id } });
    const before = await db().event.findMany({
      where: { calendarId: account.calendarId },
      orderBy: { id: 'asc' },
    });

    await control('POST', `/people/${account.email}/revoke`);
    await account.move(moved.id, DAY);
    expect(await account.sync()).toMatchObject({ state: 'failed', retryAt: null });
    pass(HOUR - MINUTE);
    await runJobs();
    expect((await account.bots()).find((bot) => bot.title === 'Soon')?.status).toBe('Joining');
    expect(await account.providerCalls('create_bot')).toHaveLength(1);
    pass(HOUR);
    expect([await pollCalendars(now()), (await sweep(now())).syncs]).toEqual([0, 0]);
    const answer = await listEventsSynced(account.user, eventsQuery.parse({}), now);
    expect(answer).toMatchObject({ sync: { ok: false, error: expect.stringContaining('revoked') } });
    expect(await refusal(listCalendarsLive(account.user.id, now()))).toMatchObject({
      code: 'google_revoked',
      message: expect.stringContaining('connect the account again'),
      details: { reason: 'invalid_grant' },
    });
    expect(await resyncCalendars(account.user.id, {}, 'person', now)).toMatchObject({
      message: expect.stringMatching(/^Google no longer accepts .* Reconnect the account/),
      resynced: 0,
      failed: [{ error: expect.stringContaining('Reconnect the account') }],
    });

    const { items } = await control('GET', '/people');
    const ready = items.find((item: { email: string }) => item.email === account.email);
    jobs.length = 0;
    await connectCalendar(
      account.user.id,
      {
        clientId: ready.google_client_id,
        clientSecret: ready.google_client_secret,
        refreshToken: ready.google_refresh_token,
      },
      'person',
      now(),
    );
    await runJobs();
    expect(await account.calendar()).toMatchObject({ syncEnabled: true, lastSyncError: null });
    const states = new Map((await account.bots()).map((bot) => [bot.title, [bot.status, bot.meetingStart]]));
    expect(states.get('Moved meanwhile')).toEqual(['Scheduled', new Date('2027-03-05T08:00:00Z')]);
    expect(states.get('Weekly')?.[0]).toBe('Scheduled');
    const after = await db().event.findMany({
      where: { calendarId: account.calendarId },
      orderBy: { id: 'asc' },
    });
    const settings = (rows: typeof after) =>
      rows.map((row) => [row.id, row.autoRescheduleEnabled, row.override]);
    expect(settings(after)).toEqual(settings(before));
    expect((await account.occurrences(series.id))[1]).toMatchObject({ id: second?.id, override: 'never' });
    expect(await db().activityEntry.count({ where: { userId: account.user.id } })).toBeGreaterThan(history);
  });
}, ['postgres']);
