import { expect, it } from 'vitest';
import { db } from '@/lib/db/client';
import type { GoogleEvent } from '@/lib/domain/google-event';
import { googleTimeToInstant } from '@/lib/domain/recurrence';
import { scheduleBot } from './schedule-bot';
import {
  type Account,
  control,
  DAY,
  describeServices,
  HOUR,
  inbox,
  later,
  MINUTE,
  newAccount,
  now,
  pass,
  received,
  runJobs,
  sandbox,
  scheduleBody,
} from './testing';
import { watchCalendar } from './watch-calendar';

const EDITS = 40;
const SEEDS = [1, 2, 3];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One edit of a kind people make, at a random place of the calendar. Edits that Google refuses are left out. */
async function editSomething(account: Account, random: () => number): Promise<void> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const window = { from: now(), to: new Date(+now() + 30 * DAY) };
  const seen = await account.atGoogle(window.from, window.to);
  const any = pick(seen);
  const instance = pick(seen.filter((event) => event.recurringEventId));
  const hours = 1 + Math.floor(random() * 60);
  const kind = Math.floor(random() * 12);
  if (kind === 0 || !any) await account.add(`Single ${hours}`, hours * HOUR);
  else if (kind === 1) {
    const rules = [
      'RRULE:FREQ=DAILY;COUNT=9',
      'RRULE:FREQ=DAILY;INTERVAL=3',
      'RRULE:FREQ=MONTHLY',
      'RRULE:FREQ=WEEKLY;INTERVAL=2',
    ];
    await account.add(`Series ${hours}`, hours * HOUR, { recurrence: [pick(rules)] });
  } else if (kind === 2) await account.move(any.id, hours * HOUR);
  else if (kind === 3) await account.move(any.id, -hours * 10 * MINUTE);
  else if (kind === 4) await account.cancel(any.id);
  else if (kind === 5) await account.edit(any.id, { summary: `Renamed ${hours}` });
  else if (kind === 6)
    await account.edit(any.id, { link: `https://us02web.zoom.us/j/90000000${10 + hours}` });
  else if (!instance?.recurringEventId) return;
  else if (kind === 7) await account.edit(instance.recurringEventId, { summary: `Series renamed ${hours}` });
  else if (kind === 8) await account.move(instance.recurringEventId, (pick([-1, 1, 2, 24]) as number) * HOUR);
  else if (kind === 9) {
    const originalStart = googleTimeToInstant(instance.originalStartTime, 'UTC')?.toISOString() ?? '';
    await account.split(instance.recurringEventId, originalStart, { summary: `Following ${hours}` });
  } else if (kind === 10 && random() < 0.3) await account.cancel(instance.recurringEventId);
  else await account.edit(instance.recurringEventId, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'] });
}

const seconds = (text: string | undefined) => new Date(text ?? '').toISOString();

/** What Google shows, one line an occurrence. */
const linesOf = (events: GoogleEvent[]) =>
  events
    .map(
      (event) =>
        `${seconds(event.start?.dateTime)} ${seconds(event.end?.dateTime)} ${event.id} ${event.summary} ${event.location}`,
    )
    .sort();

/** What is stored, in the same words. */
async function storedLines(account: Account, from: Date, to: Date): Promise<string[]> {
  const rows = (await account.occurrences()).filter((row) => row.startTime < to && row.endTime > from);
  const googleIds = new Map<string, string>();
  for (const row of rows) {
    const event = await db().event.findUniqueOrThrow({ where: { id: row.eventId } });
    const key = row.id.slice(row.eventId.length);
    googleIds.set(row.id, `${event.googleEventId}${key}`);
  }
  return rows
    .map(
      (row) =>
        `${row.startTime.toISOString()} ${row.endTime.toISOString()} ${googleIds.get(row.id)} ${row.title} ${row.meetingUrl}`,
    )
    .sort();
}

describeServices('the end state is Google’s', () => {
  it.each(SEEDS)('after random edits with pushes lost and doubled, then one poll (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const account = await newAccount();
    await account.add('First series', HOUR, { recurrence: ['RRULE:FREQ=DAILY'] });
    await watchCalendar(account.calendarId, now());
    await received('pushes', 1);
    await control('PUT', '/settings', { push: { drop: 0.5, duplicate: 0.5 } });
    let done = 0;
    while (done < EDITS) {
      try {
        await editSomething(account, random);
        done++;
      } catch {
        // Google refuses, say, to move a series' instance beyond its neighbour's day; another edit then.
      }
      if (random() < 0.3) await runJobs();
      if (random() < 0.1) {
        const [next] = (await account.occurrences()).filter((row) => row.startTime > now() && row.meetingUrl);
        if (next)
          await scheduleBot(account.user, next.id, scheduleBody(), 'api', now()).catch(() => undefined);
      }
      pass(MINUTE);
    }
    inbox.hold = true;
    await account.sync();

    const window = { from: new Date(+now() - HOUR), to: new Date(later(45 * DAY)) };
    const atGoogle = linesOf(await account.atGoogle(window.from, window.to));
    expect(atGoogle).not.toEqual([]);
    expect(await storedLines(account, window.from, window.to)).toEqual(atGoogle);

    const occurrences = new Map((await account.occurrences()).map((row) => [row.id, row]));
    for (const bot of await account.bots()) {
      if (bot.status !== 'Scheduled') continue;
      const occurrence = occurrences.get(bot.occurrenceId ?? '');
      expect(occurrence).toMatchObject({
        startTime: bot.meetingStart,
        endTime: bot.meetingEnd,
        meetingUrl: bot.meetingUrl,
        title: bot.title,
      });
    }
    expect(sandbox.world.log.list({ kind: 'push' }).length).toBeGreaterThan(10);
  });
}, ['postgres']);
