import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '@/sandbox/start-sandbox';
import { knownBug } from '@/test/recurrence/known-bugs';
import { seriesOf, toInstant } from '@/test/recurrence/oracles';
import { DAY_MS, daySamples, type Sample, simpleSamples } from '@/test/recurrence/samples';
import { calendarClient } from '@/test/sandbox';
import type { GoogleEvent } from '../google-event';
import { occurrencesOf } from '../occurrences';
import { slotsAfter } from './';

/**
 * The sandbox's Google expands series with `rrule` in floating time and Temporal; it shares no line with
 * `lib/occurrences/domain/recurrence`. Here it is asked over HTTP, by Google's own client.
 */
const ADA = 'ada@northwind.example';
const { PROOF_RUNS, PROOF_SEED = '20261124' } = process.env;
const settings = (numRuns: number) => ({ numRuns: Number(PROOF_RUNS ?? numRuns), seed: Number(PROOF_SEED) });
const TIMEOUT = PROOF_RUNS ? 3_600_000 : 60_000;

let sandbox: Sandbox;
let api: Awaited<ReturnType<typeof calendarClient>>;
beforeAll(async () => {
  // Google expands only so far ahead of now; every window is to lie within.
  sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => new Date('2033-01-01') });
  api = await calendarClient(sandbox, ADA);
  const { data } = await api.events.list({ calendarId: 'primary' });
  expect(data.timeZone).toBe(CALENDAR_ZONE);
});
afterAll(() => sandbox.close());

type Change = { slot: number; kind: 'cancel' | 'move' | 'rename'; byDays: number };

const changes = fc.array(
  fc.record({
    slot: fc.integer({ min: 0, max: 12 }),
    kind: fc.constantFrom('cancel' as const, 'move' as const, 'rename' as const),
    byDays: fc.integer({ min: -40, max: 40 }),
  }),
  { maxLength: 4 },
);

/** Where Ada's calendar is: an all-day series begins at midnight of its calendar's zone. */
const CALENDAR_ZONE = 'Europe/Stockholm';
const inCalendar = (s: Sample): Sample => (s.isAllDay ? { ...s, zone: CALENDAR_ZONE } : s);
const samples = fc
  .oneof({ weight: 2, arbitrary: simpleSamples }, daySamples)
  .map(inCalendar)
  // Its rules are read by `rrule`, bugs and all.
  .filter((s) => knownBug('rrule', s) === undefined && isLively(s));

/** The sandbox searches as long as `rrule` does for what never fires. */
function isLively(s: Sample): boolean {
  const series = seriesOf(s);
  return [...s.rules, ...s.exRules].every((rule) => {
    const recurrence = [`RRULE:${rule.replace(/;(COUNT|UNTIL)=[^;]*/g, '')}`];
    const [next] = slotsAfter({ ...series, recurrence }, new Date('2035-01-01'), 1).slots;
    return next !== undefined && next.start.getUTCFullYear() < 2060;
  });
}

async function change(masterId: string, { slot, kind, byDays }: Change, from: Date): Promise<void> {
  const { data } = await api.events.instances({
    calendarId: 'primary',
    eventId: masterId,
    timeMin: new Date(from.getTime() - 10 * DAY_MS).toISOString(),
    maxResults: 20,
  });
  const instance = data.items?.[slot];
  if (!instance?.id) return;
  const place = { calendarId: 'primary', eventId: instance.id };
  if (kind === 'cancel') await api.events.delete(place);
  if (kind === 'rename') await api.events.patch({ ...place, requestBody: { summary: 'Renamed' } });
  if (kind === 'move') {
    const later = (time: GoogleEvent['start']) =>
      time?.date
        ? { date: new Date(Date.parse(time.date) + byDays * DAY_MS).toISOString().slice(0, 10) }
        : { ...time, dateTime: new Date(Date.parse(time?.dateTime ?? '') + byDays * DAY_MS).toISOString() };
    const { start, end } = instance as GoogleEvent;
    await api.events.patch({ ...place, requestBody: { start: later(start), end: later(end) } });
  }
}

it('events.instances of the sandbox, with occurrences cancelled, moved over the edges and renamed', {
  timeout: TIMEOUT,
}, async () => {
  await fc.assert(
    fc.asyncProperty(samples, changes, async (s, edits) => {
      const { start, end, recurrence } = seriesOf(s);
      const { data: master } = await api.events.insert({
        calendarId: 'primary',
        requestBody: { start, end, recurrence },
      });
      for (const edit of edits) await change(master.id ?? '', edit, s.from);
      const { data: list } = await api.events.list({
        calendarId: 'primary',
        iCalUID: master.iCalUID ?? '',
        showDeleted: true,
      });
      const exceptions = (list.items ?? []).filter((event) => event.recurringEventId === master.id);
      const { data: instances } = await api.events.instances({
        calendarId: 'primary',
        eventId: master.id ?? '',
        timeMin: s.from.toISOString(),
        timeMax: s.to.toISOString(),
        maxResults: 2500,
      });
      const theirs = (instances.items ?? []).map((event) => [event.id, momentOf(event as GoogleEvent)]);
      const ours = occurrencesOf(master as GoogleEvent, exceptions as GoogleEvent[], s, CALENDAR_ZONE)
        .filter((one) => !one.cancelled && one.start < s.to && one.end > s.from)
        .map((one) => [
          `${master.id}_${s.isAllDay ? one.key?.slice(0, 8) : one.key}`,
          one.start.toISOString(),
        ]);
      await api.events.delete({ calendarId: 'primary', eventId: master.id ?? '' });
      expect(ours.sort()).toEqual(theirs.sort());
    }),
    settings(25),
  );
});

function momentOf({ start }: GoogleEvent): string {
  const at = start?.date
    ? toInstant(`${start.date}T00:00:00`, CALENDAR_ZONE)
    : Date.parse(start?.dateTime ?? '');
  return new Date(at).toISOString();
}
