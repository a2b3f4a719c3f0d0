/**
 * One app process of the model-based test: services and jobs as routes and job functions call them, told what to do
 * and what time it is by its parent, and ended with SIGKILL before any database query the parent likes.
 */
import pg from 'pg';
import { installDatabase, openServer } from '@/lib/db/client';
import { type JobEvent, setJobSender } from '@/lib/jobs';
import { logger } from '@/lib/logger';
import { type Operation, operations } from './operations';

export type Order = {
  id: number;
  operation: Operation;
  input: unknown;
  now: number;
  /** SIGKILL before so many further queries. */
  dieIn?: number | undefined;
};
export type Word =
  | { ready: true }
  | { jobs: JobEvent[] }
  | { id: number; value?: unknown; refused?: { code: string; message: string }; broken?: string };

let time = 0;
let queriesToLive = Number.POSITIVE_INFINITY;
const say = (word: Word) => process.send?.(word);

// How long Google may take, and how long its library waits between tries, are real seconds; here they are short ones.
const realTimeout = globalThis.setTimeout;
// (Ten seconds is what the database may take to answer at all.)
const isLimit = (ms: number) => ms >= 100 && ms <= 20_000 && ms !== 10_000;
globalThis.setTimeout = Object.assign(
  (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    realTimeout(run, isLimit(ms) ? ms / 50 : ms, ...args),
  { __promisify__: realTimeout.__promisify__ },
) as typeof setTimeout;

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  if (queriesToLive-- <= 0) process.kill(process.pid, 'SIGKILL');
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

async function obey({ id, operation, input, now, dieIn }: Order): Promise<void> {
  time = now;
  queriesToLive = dieIn ?? Number.POSITIVE_INFINITY;
  try {
    const run = operations[operation] as (input: unknown, clock: () => Date) => Promise<unknown>;
    say({ id, value: (await run(input, () => new Date(time))) ?? null });
  } catch (error) {
    const { code, message, status } = error as { code?: unknown; message: string; status?: unknown };
    const isRefusal = typeof code === 'string' && typeof status === 'number';
    say({ id, ...(isRefusal ? { refused: { code, message } } : { broken: String((error as Error).stack) }) });
  }
}

logger.level = 'silent';
installDatabase(await openServer(process.env.DATABASE_URL ?? ''));
setJobSender(async (jobs) => void say({ jobs }));
process.on('message', (order: Order | { now: number }) => {
  if ('id' in order) void obey(order);
  else time = order.now;
});
process.on('disconnect', () => process.exit());
say({ ready: true });
