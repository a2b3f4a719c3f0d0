/**
 * A process that sends bots as the app does: by the database's clock, at start and at the second that its parent names. It
 * answers `time` with what it takes for the time.
 */
import { AlarmClock } from '@/inngest/local-runner/alarm-clock';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { now } from '@/lib/platform/clock';
import { installDatabase, openServer } from '@/lib/platform/database/client';
import { followDatabaseClock } from '@/lib/platform/follow-database-clock';
import { logger } from '@/lib/platform/logger';

type Order = { ask?: 'time'; sendAt?: number };

const alarms = new AlarmClock(now, () => {});
process.on('disconnect', () => process.exit());
process.on('message', async ({ ask, sendAt }: Order) => {
  if (ask) process.send?.({ time: +now() });
  if (sendAt === undefined) return;
  const early = await dispatchDue(now);
  alarms.set('sleep', sendAt, () => {
    void dispatchDue(now).then(({ sent }) => process.send?.({ sent: early.sent + sent }));
  });
});
logger.level = 'silent';
installDatabase(await openServer(process.env.DATABASE_URL ?? ''));
await followDatabaseClock();
process.send?.({ time: +now() });
