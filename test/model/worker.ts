/**
 * One app process of the model-based test, with routes, jobs and clockwork. Its parent tells it the operations and the
 * time, and before which database query it is killed with SIGKILL.
 */
import pg from 'pg';
import { installDatabase, openServer } from '@/lib/platform/database/client';
import { type JobEvent, setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { type Operation, operations } from './operations';
import { setTime } from './process-time';

export type Order = {
  id: number;
  operation: Operation;
  input: unknown;
  now: number;
  /** SIGKILL before so many further queries. */
  dieIn?: number | undefined;
};
export type Word = { ready: true } | { jobs: JobEvent[] } | { id: number; value?: unknown; broken?: string };

let queriesToLive = Number.POSITIVE_INFINITY;
const say = (word: Word) => process.send?.(word);

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  if (queriesToLive-- <= 0) process.kill(process.pid, 'SIGKILL');
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

async function obey({ id, operation, input, now, dieIn }: Order): Promise<void> {
  setTime(now);
  if (dieIn !== undefined) queriesToLive = dieIn;
  try {
    const run = operations[operation] as (input: unknown) => Promise<unknown>;
    say({ id, value: (await run(input)) ?? null });
  } catch (error) {
    say({ id, broken: String((error as Error).stack) });
  } finally {
    if (dieIn !== undefined) queriesToLive = Number.POSITIVE_INFINITY;
  }
}

logger.level = 'silent';
installDatabase(await openServer(process.env.DATABASE_URL ?? ''));
setJobSender(async (jobs) => void say({ jobs }));
process.on('message', (order: Order | { now: number }) => {
  if ('id' in order) void obey(order);
  else setTime(order.now);
});
process.on('disconnect', () => process.exit());
say({ ready: true });
