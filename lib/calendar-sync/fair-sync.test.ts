import { serve } from 'inngest/edge';
import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { type JobEvent, setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { newAccount, newPerson } from '@/test/account';
import { control, DAY, describeServices, inbox, now, received, until } from '@/test/harness';
import { connectCalendar } from './connect-calendar';
import { receivePush, requestSync } from './receive-push';
import { watchCalendar } from './watch-calendar';

const CALENDARS = 200;

/** Starts the local runner with the job that syncs calendars. */
async function startRunner() {
  const { inngest } = await import('@/inngest/client');
  const { startLocalRunner } = await import('@/inngest/local-runner');
  const { syncCalendarJob } = await import('@/inngest/functions/sync-calendar');
  setJobSender(async (events) => {
    const known = events.filter((event: JobEvent) => event.name === 'calendar/changed');
    if (known.length > 0) await inngest.send(known);
  });
  return startLocalRunner({ handler: serve({ client: inngest, functions: [syncCalendarJob] }), logger });
}

const unsynced = (userId: string) =>
  db().calendar.count({ where: { userId, syncedSeq: { lt: db().calendar.fields.changeSeq } } });

describeServices('a storm of pushes for one person', () => {
  it('with 200 calendars, each pushed three times, does not delay the one push of someone else', async () => {
    const other = await newAccount();
    await watchCalendar(other.calendarId, now());
    await received('pushes', 1);
    const stormy = await newPerson();
    for (let i = 1; i < CALENDARS; i++)
      await control('POST', `/people/${stormy.email}/calendars`, { summary: `Calendar ${i}` });
    await connectCalendar(stormy.user.id, stormy.credentials, 'api', now());
    expect(await unsynced(stormy.user.id)).toBe(CALENDARS);
    await control('POST', '/faults', {
      match: { path: '/events$', user: stormy.email },
      effect: { delayMs: 100 },
    });

    inbox.hold = true;
    const runner = await startRunner();
    const calendars = await db().calendar.findMany({
      where: { userId: stormy.user.id },
      select: { id: true },
    });
    for (let i = 0; i < 3; i++) await requestSync(calendars.map((calendar) => calendar.id));
    await until(async () => (await unsynced(stormy.user.id)) < CALENDARS);
    await other.add('New', DAY);
    await received('pushes', 2);
    const [, push] = inbox.pushes;
    if (!push) throw new Error('No push.');
    const before = await unsynced(stormy.user.id);
    expect(await receivePush(push, now())).toBe(true);
    await until(async () => (await other.occurrences()).length === 1);
    // If the push had to wait for the storm, hardly any of the storm would be left.
    const passed = before - (await unsynced(stormy.user.id));
    await runner.stop();
    expect(passed).toBeLessThan(CALENDARS / 4);
  });
}, ['postgres']);
