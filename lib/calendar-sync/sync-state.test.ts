import { expect, it } from 'vitest';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { googleTimeToInstant } from '@/lib/occurrences/domain/recurrence';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { differences } from '@/test/bot-oracle';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  inbox,
  later,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
  sandbox,
} from '@/test/harness';
import { pollCalendars } from './poll-calendars';
import { watchCalendar } from './watch-calendar';

const EDITS = 50;
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

/**
 * Makes an edit of a kind that people make, at a random place of the calendar. Edits that Google refuses are
 * left out.
 * @param cancelled events that can be restored
 */
async function editSomething(
  account: Account,
  random: () => number,
  cancelled: GoogleEvent[],
): Promise<void> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const window = { from: now(), to: new Date(+now() + 30 * DAY) };
  const seen = await account.atGoogle(window.from, window.to);
  const any = pick(seen);
  const instance = pick(seen.filter((event) => event.recurringEventId));
  const hours = 1 + Math.floor(random() * 60);
  const kind = Math.floor(random() * 14);
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
  else if (kind === 4) {
    await account.cancel(any.id);
    cancelled.push(any);
  } else if (kind >= 12) {
    const back = pick(cancelled);
    if (back) await account.edit(back.id, { status: 'confirmed', start: back.start, end: back.end });
  } else if (kind === 5) await account.edit(any.id, { summary: `Renamed ${hours}` });
  else if (kind === 6)
    await account.edit(any.id, { link: `https://us02web.zoom.us/j/90000000${10 + hours}` });
  if (kind < 7 || kind >= 12 || !instance?.recurringEventId) return;
  // An edit of a whole series may remove the slots of its canceled instances.
  cancelled.splice(0);
  if (kind === 7) await account.edit(instance.recurringEventId, { summary: `Series renamed ${hours}` });
  else if (kind === 8) await account.move(instance.recurringEventId, (pick([-1, 1, 2, 24]) as number) * HOUR);
  else if (kind === 9) {
    const originalStart = googleTimeToInstant(instance.originalStartTime, 'UTC')?.toISOString() ?? '';
    await account.split(instance.recurringEventId, originalStart, { summary: `Following ${hours}` });
  } else if (kind === 10 && random() < 0.3) await account.cancel(instance.recurringEventId);
  else await account.edit(instance.recurringEventId, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'] });
}

describeServices('the stored state', () => {
  it.each(SEEDS)(
    'is Google’s after 50 random edits whose notifications are lost, doubled and late, and one poll (seed %i)',
    async (seed) => {
      const random = randomFrom(seed);
      const account = await newAccount();
      await account.add('First series', HOUR, { recurrence: ['RRULE:FREQ=DAILY'] });
      await watchCalendar(account.calendarId, now());
      await received('pushes', 1);
      await control('PUT', '/settings', { push: { drop: 0.2, duplicate: 0.2, late: 0.2 } });
      const cancelled: GoogleEvent[] = [];
      let done = 0;
      while (done < EDITS) {
        try {
          await editSomething(account, random, cancelled);
          done++;
        } catch {
          // Google refuses some edits, as when an instance would pass its neighbor: then another edit is
          // made.
        }
        if (random() < 0.3) await runJobs();
        if (random() < 0.1) {
          const [next] = (await account.occurrences()).filter(
            (row) => row.startTime > now() && row.meetingUrl,
          );
          if (next)
            await scheduleBot(account.user, next.id, scheduleBody(), { actor: 'api', now: now() }).catch(
              () => undefined,
            );
        }
        pass(MINUTE);
      }
      // The poll finds every change without a notification within an hour and a quarter.
      inbox.hold = true;
      pass(75 * MINUTE);
      await pollCalendars(now());
      await runJobs();

      expect(await differences(account, new Date(+now() - HOUR), new Date(later(45 * DAY)))).toEqual([]);

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
    },
  );
}, ['postgres']);
