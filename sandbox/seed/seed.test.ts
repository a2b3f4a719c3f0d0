import { describe, expect, it } from 'vitest';
import { instancesOf, isMaster } from '../google/instances';
import { fullList } from '../google/list-events';
import { DAY_MS, MINUTE_MS, spanOf } from '../google/time';
import { World } from '../world';
import { ADA } from './people';
import { seedWorld, topUpDemo } from './seed';

function demoAt(iso: string) {
  const world = new World(() => new Date(iso));
  seedWorld(world, 'demo');
  const calendar = world.calendars.get(ADA);
  if (!calendar) throw new Error('no calendar');
  const nowMs = Date.parse(iso);
  const between = (fromMs: number, toMs: number) =>
    fullList(calendar, { fromMs, toMs }, { query: new URLSearchParams(), single: true, nowMs });
  return { world, calendar, nowMs, between };
}

/** A weekday, both weekend days, the last moments of a year, and the week in which the clocks change. */
const MOMENTS = [
  '2026-11-24T07:30:00Z',
  '2026-11-21T10:00:00Z',
  '2026-11-22T22:59:30Z',
  '2026-12-31T23:58:30Z',
  '2027-03-28T00:30:00Z',
];

describe.each(MOMENTS)('The demo at %s', (iso) => {
  const { calendar, nowMs, between, world } = demoAt(iso);
  const events = calendar.events.values();

  it('has at least 60 events in five weeks, and 5 to 10 on a working day', () => {
    const fiveWeeks = between(nowMs - 7 * DAY_MS, nowMs + 28 * DAY_MS);
    expect(fiveWeeks.length).toBeGreaterThanOrEqual(60);
    const perDay = new Map<string, number>();
    for (const event of fiveWeeks) {
      const start = event.start?.dateTime;
      if (!start || [0, 6].includes(new Date(start.slice(0, 10)).getUTCDay())) continue;
      perDay.set(start.slice(0, 10), (perDay.get(start.slice(0, 10)) ?? 0) + 1);
    }
    const counts = [...perDay.values()].sort((one, other) => one - other);
    expect(counts[Math.floor(counts.length / 2)]).toBeGreaterThanOrEqual(5);
    expect(counts.at(-1)).toBeLessThanOrEqual(12);
  });

  it('has a meeting with a Meet link in exactly two minutes', () => {
    const next = events.find((event) => spanOf(event, calendar.timeZone)?.start === nowMs + 2 * MINUTE_MS);
    expect(next).toMatchObject({
      summary: 'Design review: onboarding',
      hangoutLink: expect.stringContaining('meet.google.com'),
    });
  });

  it('has a meeting today and tomorrow', () => {
    const today = new Date(nowMs + 60 * MINUTE_MS).toISOString().slice(0, 10);
    const midnight = Date.parse(`${today}T00:00:00Z`);
    expect(between(midnight, midnight + DAY_MS).length).toBeGreaterThanOrEqual(4);
    expect(between(midnight + DAY_MS, midnight + 2 * DAY_MS).length).toBeGreaterThanOrEqual(1);
  });

  it('has every platform, every pattern, and every kind of event', () => {
    const text = JSON.stringify([...world.calendars.values()].map(({ events }) => events.values()));
    for (const host of [
      'meet.google.com',
      'zoom.us/j/',
      'teams.microsoft.com/l/meetup-join',
      'teams.microsoft.com/meet',
      'webex.com',
      'gotomeeting.com',
      'bluejeans.com',
      'whereby.com',
      'www.google.com/url',
      'safelinks.protection.outlook.com',
      '&amp;',
      '四半期',
    ]) {
      expect(text).toContain(host);
    }
    const rules = events.flatMap((event) => event.recurrence ?? []).join('\n');
    for (const part of [
      'BYDAY=MO,TU,WE,TH,FR',
      'INTERVAL=2',
      'BYMONTHDAY',
      'BYDAY=-1FR',
      'FREQ=YEARLY',
      'BYSETPOS',
      'COUNT=',
      'UNTIL=',
      'EXDATE',
      'RDATE',
      'FREQ=DAILY',
    ]) {
      expect(rules).toContain(part);
    }
    const types = new Set(events.flatMap((event) => event.eventType ?? []));
    expect([...types].sort()).toEqual(['default', 'focusTime', 'outOfOffice', 'workingLocation']);
    const answers = new Set(
      events.map((event) => event.attendees?.find((guest) => guest.email === ADA)?.responseStatus),
    );
    for (const answer of ['accepted', 'declined', 'tentative', 'needsAction'])
      expect(answers).toContain(answer);
    expect(events.some((event) => event.visibility === 'private')).toBe(true);
    expect(events.some((event) => event.start?.date)).toBe(true);
    expect(events.some((event) => event.start?.timeZone === 'America/New_York')).toBe(true);
    expect(events.some((event) => event.recurringEventId && event.status === 'cancelled')).toBe(true);
  });

  it('has an instance at the start of every series', () => {
    for (const master of events.filter(isMaster)) {
      const span = spanOf(master, calendar.timeZone);
      if (!span) throw new Error(`${master.summary} has no times`);
      const around = { fromMs: span.start - 1, toMs: nowMs + 400 * DAY_MS };
      const first = instancesOf(calendar, master, around, true)[0];
      expect([master.summary, first?.originalStartTime ?? first?.start]).toEqual([
        master.summary,
        master.start,
      ]);
    }
  });
});

describe('The demo over time', () => {
  it('is the same for the same moment', () => {
    const ids = () =>
      demoAt('2026-11-24T07:30:00Z')
        .calendar.events.all()
        .map(({ key }) => key);
    expect(ids()).toEqual(ids());
  });

  it('is filled up once when it is started again days later', () => {
    let now = new Date('2026-11-24T07:30:00Z');
    const world = new World(() => now);
    seedWorld(world, 'demo');
    now = new Date('2026-12-09T07:30:00Z');
    topUpDemo(world);
    const size = world.calendars.get(ADA)?.events.size ?? 0;
    const last = world.calendars
      .get(ADA)
      ?.events.values()
      .map((event) => event.start?.dateTime ?? '')
      .sort()
      .at(-1);
    expect(last?.slice(0, 10) ?? '').toBe('2027-01-06');
    topUpDemo(world);
    expect(world.calendars.get(ADA)?.events.size).toBe(size);
    // Also on the same day: the meeting in two minutes is the one from before.
    now = new Date('2026-12-09T08:30:00Z');
    topUpDemo(world);
    const calendar = world.calendars.get(ADA);
    const reviews = calendar?.events
      .values()
      .filter((event) => event.summary === 'Design review: onboarding');
    expect(reviews?.map((event) => event.start && Date.parse(event.start.dateTime ?? ''))).toEqual([
      Date.parse('2026-12-09T08:32:00Z'),
    ]);
    expect(calendar?.events.size).toBe(size);
  });
});
