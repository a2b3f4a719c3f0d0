import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { describeOnDatabases } from '@/test/database';
import { now, setClockOrigin } from './clock';
import { db, openedDatabase } from './database/client';
import { followDatabaseClock, originOf, type Reading } from './follow-database-clock';
import { forgetStop, stopWork } from './stop';

const HOUR_MS = 3_600_000;
const BOTS = 300;
/** What reading a clock across processes may cost on a busy machine. */
const INEXACT_MS = 500;

/** An answer that took so long, from a clock whose time at 0 is `originMs`, read in the middle unless it is `late`. */
const reading = (originMs: number, tripMs: number, late = 0): Reading => ({
  askedMs: 1000,
  answeredMs: 1000 + tripMs,
  databaseMs: originMs + 1000 + tripMs / 2 + late,
});

describe('The time of the database', () => {
  it('is told by the quickest answer, half a round trip ago', () => {
    expect(originOf([reading(5e11, 40, 20), reading(5e11, 2), reading(5e11, 900, -450)], undefined)).toBe(
      5e11,
    );
    expect(originOf([reading(5e11, 2)], 5e11 + 50)).toBe(5e11);
    expect(originOf([reading(5e11, 2)], 5e11 - HOUR_MS)).toBe(5e11);
  });

  it('stays as it is while an answer agrees with it to within its round trip, and without an answer', () => {
    expect(originOf([reading(5e11, 4000, 2000)], 5e11)).toBe(5e11);
    expect(originOf([], 5e11)).toBe(5e11);
    expect(originOf([], undefined)).toBeUndefined();
  });
});

describeOnDatabases('The time of a process', (kind) => {
  afterEach(async () => {
    await stopWork(1_000);
    forgetStop();
    setClockOrigin(undefined);
  });

  it(`is the ${kind === 'pglite' ? 'system’s' : 'database’s, in spite of the system’s clock'}`, async () => {
    const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...given: [] | [number]) {
        super(given.length === 0 ? RealDate.now() + HOUR_MS : given[0]);
      }
      static override now = () => RealDate.now() + HOUR_MS;
    } as DateConstructor;
    try {
      await followDatabaseClock();
      const aheadMs = +now() - RealDate.now();
      expect(Math.abs(aheadMs - (kind === 'pglite' ? HOUR_MS : 0))).toBeLessThan(INEXACT_MS);
    } finally {
      globalThis.Date = RealDate;
    }
  });
});

describeOnDatabases('Of two processes with wrong clocks', () => {
  const arrivals = new Map<string, number[]>();
  let answerAll = () => {};
  const allHaveArrived = new Promise<void>((resolve) => {
    answerAll = resolve;
  });
  // It answers when it has been asked for all bots: one process alone does not ask for so many at once.
  const provider = createServer(async (request, response) => {
    const key = String(request.headers['idempotency-key']);
    arrivals.set(key, [...(arrivals.get(key) ?? []), Date.now()]);
    request.resume();
    if (arrivals.size === BOTS) answerAll();
    await allHaveArrived;
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ bot_id: `at_${key}` }));
  });
  const processes: ChildProcess[] = [];
  afterAll(() => {
    for (const child of processes) child.disconnect();
    provider.close();
  });

  /** Starts a process whose clock is wrong by so much, and waits until it says what time it is. */
  async function start(wrongByMs: number): Promise<ChildProcess> {
    const child = fork('test/dispatcher-process.ts', {
      execArgv: ['--import', 'tsx', '--import', './test/wrong-clock.mjs'],
      env: {
        ...process.env,
        WRONG_BY_MS: String(wrongByMs),
        DATABASE_URL: openedDatabase().url,
        APP_URL: 'http://127.0.0.1:3000',
        MEETSTREAM_API_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/api/v1`,
        MEETSTREAM_API_KEY: 'key',
      },
    });
    processes.push(child);
    await once(child, 'message');
    return child;
  }

  /** Returns how wrong a process is about the time, in ms. */
  async function errorOf(child: ChildProcess): Promise<number> {
    const askedMs = Date.now();
    child.send({ ask: 'time' });
    const [{ time }] = await once(child, 'message');
    return Math.max(askedMs - time, time - Date.now(), 0);
  }

  it('each sends a part of the bots at their second, and no bot is sent twice', async () => {
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const [ahead, behind] = await Promise.all([start(HOUR_MS), start(0)]);
    behind.send({ setClockBy: -HOUR_MS });
    expect(await errorOf(ahead)).toBeLessThan(INEXACT_MS);
    expect(await errorOf(behind)).toBeLessThan(INEXACT_MS);

    const joinAt = Math.ceil(Date.now() / 1000 + 1) * 1000;
    await db().user.create({ data: { id: 'usr_a', email: 'ada@northwind.example' } });
    const meeting = {
      title: 'Standup',
      meetingUrl: 'https://zoom.us/j/1',
      botName: 'Usher',
      source: 'auto' as const,
    };
    const times = { meetingStart: new Date(joinAt + 60_000), meetingEnd: new Date(joinAt + HOUR_MS / 2) };
    await db().scheduledBot.createMany({
      data: Array.from({ length: BOTS }, (_, index) => ({
        ...{ id: `bot_${index}`, userId: 'usr_a', joinAt: new Date(joinAt), provider: 'meetstream' },
        ...meeting,
        ...times,
      })),
    });
    const sent = [ahead, behind].map(async (child) => {
      child.send({ sendAt: joinAt });
      const [answer] = await once(child, 'message');
      return answer.sent as number;
    });
    expect((await Promise.all(sent)).reduce((sum, one) => sum + one)).toBe(BOTS);
    expect(arrivals.size).toBe(BOTS);
    for (const [time = 0, ...others] of arrivals.values()) {
      expect(others).toEqual([]);
      expect(time - joinAt).toBeGreaterThanOrEqual(-INEXACT_MS);
      expect(time - joinAt).toBeLessThan(10_000);
    }
  });
}, ['postgres']);
