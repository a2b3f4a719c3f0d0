import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBookedOrActive, STATUS_LABELS, WHEREABOUTS } from '@/components/bots/bot-state';
import { dayKey, startOfDay } from '@/components/time/format';
import type { BotStatusName, CalendarEvent } from '@/lib/contract/events';
import { botAs, meetingAt } from '@/test/agenda';
import {
  buildAgenda,
  countInWords,
  emptyDayNote,
  findMeeting,
  firstWithBot,
  isFolded,
  meetingAfter,
  meetingForFirstBot,
  meetingsOfDay,
  nextMeeting,
  otherCalendars,
  withoutCopies,
} from './agenda-model';
import { NO_FILTERS, passesFilters } from './filters';

const NOW = new Date(2026, 10, 22, 9, 30).getTime();
const TODAY = startOfDay(NOW);
const MINUTE = 60_000;

/** A meeting `inMinutes` from now, with a link. */
function meeting(inMinutes: number, changes: Partial<CalendarEvent> = {}): CalendarEvent {
  return meetingAt(NOW + inMinutes * MINUTE, changes);
}

const bot = (status: BotStatusName) => botAs(status, NOW);

function allDay(first: string, endExclusive: string): CalendarEvent {
  return meeting(0, { is_all_day: true, raw: { start: { date: first }, end: { date: endExclusive } } });
}

describe('agenda', () => {
  it('holds every meeting of its days once, on its own day, in order', () => {
    const minutes = fc.array(fc.integer({ min: -9 * 60, max: 13 * 24 * 60 }), { maxLength: 60 });
    fc.assert(
      fc.property(minutes, (starts) => {
        const events = starts.map((start) => meeting(start));
        const days = buildAgenda(events, TODAY, 14, NOW);
        const placed = days.flatMap((day) => day.timed.map((event) => [day.key, event] as const));
        expect(placed.map(([, event]) => event.id).sort()).toEqual(events.map((event) => event.id).sort());
        for (const [key, event] of placed) expect(dayKey(event.start_time)).toBe(key);
        const times = placed.map(([, event]) => Date.parse(event.start_time));
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('shows a meeting that began before the first day on the first day', () => {
    const night = meeting(-10 * 60);
    expect(buildAgenda([night], TODAY, 14, NOW)[0]?.timed).toEqual([night]);
  });

  it('repeats an all-day event on each of its days, without its exclusive end', () => {
    const days = buildAgenda([allDay('2026-11-21', '2026-11-24')], TODAY, 14, NOW);
    expect(days.map((day) => day.key)).toEqual(['2026-11-22', '2026-11-23']);
  });

  it('shows today also when it has no meetings', () => {
    expect(buildAgenda([], TODAY, 14, NOW).map((day) => day.key)).toEqual(['2026-11-22']);
  });

  it('shows yesterday, once requested, also when it has no meetings', () => {
    const days = buildAgenda([], startOfDay(NOW, -1), 15, NOW);
    expect(days.map((day) => day.key)).toEqual(['2026-11-21', '2026-11-22']);
  });

  it('says why a day shows no meeting', () => {
    const [yesterday, today] = buildAgenda([], startOfDay(NOW, -1), 15, NOW);
    if (!yesterday || !today) throw new Error('a day is missing');
    const plain = { now: NOW, isFiltered: false, isFolded: false, isLoading: false };
    expect(emptyDayNote(today, plain)).toBe('No meetings.');
    expect(emptyDayNote(yesterday, plain)).toBe('No meetings.');
    expect(emptyDayNote(today, { ...plain, isFiltered: true })).toBe('No match today.');
    expect(emptyDayNote(yesterday, { ...plain, isFiltered: true })).toBe('No match yesterday.');
    expect(emptyDayNote(yesterday, { ...plain, isLoading: true })).toBe('Loading…');
    expect(emptyDayNote(today, { ...plain, isLoading: true })).toBe('No meetings.');
    expect(emptyDayNote(today, { ...plain, isFolded: true })).toBe('No more meetings.');
    expect(emptyDayNote(yesterday, { ...plain, isFolded: true })).toBe('No meetings.');
  });

  it('has no note where it shows a meeting, or an all-day event that matches', () => {
    const context = { now: NOW, isFiltered: true, isFolded: false, isLoading: false };
    const noteFor = (event: CalendarEvent) =>
      buildAgenda([event], TODAY, 14, NOW).map((day) => emptyDayNote(day, context));
    expect(noteFor(meeting(60))).toEqual([null]);
    expect(noteFor(allDay('2026-11-22', '2026-11-23'))).toEqual([null]);
  });

  it('leaves out canceled meetings that never had a bot', () => {
    const silent = meeting(60, { is_deleted: true });
    const told = meeting(60, { is_deleted: true, bots: bot('Cancelled') });
    expect(buildAgenda([silent, told], TODAY, 14, NOW)[0]?.timed).toEqual([told]);
  });
});

describe('earlier meetings of today', () => {
  const lasting = (minutes: number, changes: Partial<CalendarEvent> = {}) =>
    meeting(-minutes - 30, { end_time: new Date(NOW - minutes * MINUTE).toISOString(), ...changes });

  it('are folded an hour after their end', () => {
    expect(
      [lasting(61), lasting(60), lasting(59), meeting(-10)].map((event) => isFolded(event, NOW)),
    ).toEqual([true, true, false, false]);
  });

  it('are not folded while their bot is active, when they last all day, or on other days', () => {
    expect(isFolded(lasting(90, { bots: bot('Recording') }), NOW)).toBe(false);
    expect(isFolded(lasting(90, { bots: bot('Done') }), NOW)).toBe(true);
    expect(isFolded(lasting(90, { is_all_day: true }), NOW)).toBe(false);
    expect(isFolded(lasting(24 * 60), NOW)).toBe(false);
  });

  it('are not folded when they would have no line anyway', () => {
    expect(isFolded(lasting(90, { is_deleted: true }), NOW)).toBe(false);
  });
});

describe('the first bot', () => {
  it('is offered for the first meeting that a bot can join', () => {
    const wanted = meeting(90);
    const others = [
      meeting(-90),
      meeting(10, { meeting_url: null }),
      meeting(20, { is_deleted: true }),
      meeting(120),
    ];
    expect(meetingForFirstBot([...others, wanted], NOW)).toBe(wanted);
    expect(meetingForFirstBot(others.slice(0, 3), NOW)).toBeNull();
  });

  it('is the one whose meeting begins first', () => {
    const first = meeting(30, { bots: bot('Scheduled') });
    const events = [meeting(60, { bots: bot('Scheduled') }), first, meeting(10, { bots: bot('Cancelled') })];
    expect(firstWithBot(events)).toBe(first);
    expect(firstWithBot([meeting(10)])).toBeNull();
  });

  it('is one that is done, where none is booked or active', () => {
    const done = meeting(-60, { bots: bot('Done') });
    const recording = meeting(-10, { bots: bot('Recording') });
    expect(firstWithBot([meeting(-90, { bots: bot('Denied') }), done])).toBe(done);
    expect(firstWithBot([done, recording])).toBe(recording);
  });

  it('has words for where it is', () => {
    const told = firstWithBot([meeting(-60, { bots: bot('Done') })])?.past_bots[0]?.status;
    expect(told && WHEREABOUTS[told]).toBe('It was at');
    for (const status of Object.keys(STATUS_LABELS) as BotStatusName[]) {
      if (isBookedOrActive(status)) expect(WHEREABOUTS[status], status).toMatch(/^It /);
    }
  });
});

describe('next meeting', () => {
  it('is the first to begin, or one that began less than five minutes ago', () => {
    const begun = meeting(-4);
    const later = meeting(20);
    expect(nextMeeting([later, begun], NOW)).toBe(begun);
    expect(nextMeeting([later, meeting(-6)], NOW)).toBe(later);
  });

  it('stays with a meeting while its bot is active', () => {
    const recording = meeting(-20, { bots: bot('Recording') });
    const later = meeting(20);
    expect(nextMeeting([later, recording], NOW)).toBe(recording);
    expect(meetingAfter([later, recording], recording, NOW)).toBe(later);
  });

  it('skips events that are declined, canceled, ended, all-day or no meetings', () => {
    const declined = { attendees: [{ self: true, responseStatus: 'declined' }] };
    const others = [
      meeting(5, { raw: declined }),
      meeting(5, { is_deleted: true }),
      meeting(-40),
      allDay('2026-11-22', '2026-11-23'),
      meeting(5, { raw: { eventType: 'focusTime' } }),
      meeting(5, { meeting_url: null, raw: { summary: 'Gym' } }),
    ];
    expect(nextMeeting(others, NOW)).toBeNull();
    expect(meetingsOfDay(others, NOW).map((event) => event.id)).toEqual([others[2]?.id]);
  });
});

describe('the count of a day', () => {
  it('counts the meetings that the strip shows, and separately what else is in the list', () => {
    const counted = (events: CalendarEvent[], folded: CalendarEvent[] = []) => {
      const [today] = buildAgenda(events, TODAY, 1, NOW);
      return today ? countInWords(today, folded) : undefined;
    };
    const declined = {
      raw: { attendees: [{ self: true, email: 'ada@usher.test', responseStatus: 'declined' }] },
    };
    const others = [
      meeting(10, { meeting_url: null }),
      meeting(20, { raw: { eventType: 'focusTime' } }),
      meeting(30, declined),
      meeting(40, { is_deleted: true, bots: bot('Cancelled') }),
      meeting(-12 * 60),
    ];
    expect(counted([])).toBeNull();
    expect(counted([meeting(60)])).toBe('1 meeting');
    expect(counted([meeting(60), meeting(90, { bots: bot('Scheduled') })])).toBe('2 meetings · 1 with a bot');
    expect(counted([meeting(60), ...others])).toBe('1 meeting · 5 other events');
    expect(counted(others.slice(0, 1))).toBe('1 event');
    expect(counted(others)).toBe('5 events');
    expect(meetingsOfDay([meeting(60), ...others], NOW)).toHaveLength(1);
    // Of the folded events only meetings count here: the button that unfolds them counts all.
    const folded = [meeting(-120), meeting(-180), meeting(-240, { meeting_url: null })];
    expect(counted([meeting(60), ...others.slice(0, 1)], folded)).toBe('3 meetings · 1 other event');
    expect(counted([], folded)).toBe('2 meetings');
  });
});

describe('a meeting in several calendars', () => {
  const at = Date.parse('2026-12-01T10:00:00Z');
  const calendar = (name: string) => ({ calendar_id: `${name}@usher.test`, calendar_name: name });
  const [first, second, third] = ['Ada', 'Projects', 'Team'].map((name, index) =>
    meetingAt(at, { id: `copy_${index}`, calendar_id: calendar(name).calendar_id }),
  ) as [CalendarEvent, CalendarEvent, CalendarEvent];
  const asCopy = (
    event: CalendarEvent,
    copyOf: CalendarEvent | null,
    ...others: [CalendarEvent, string][]
  ) => ({
    ...event,
    meeting_links: [],
    copy_of: copyOf?.id ?? null,
    copies: others.map(([other, name]) => ({ id: other.id, ...calendar(name) })),
  });
  const stands = asCopy(second, null, [first, 'Ada'], [third, 'Team']);
  const copies = [
    asCopy(first, second, [second, 'Projects'], [third, 'Team']),
    asCopy(third, second, [second, 'Projects'], [first, 'Ada']),
  ];
  const other = meetingAt(at);

  it('has one row, that of the event which stands for it', () => {
    expect(withoutCopies([...copies, stands, other])).toEqual([stands, other]);
    expect(withoutCopies([stands, ...copies])).toEqual([stands]);
  });

  it('has no row for a copy that was deleted while the meeting goes on in another calendar', () => {
    const deleted = { ...asCopy(first, null, [second, 'Projects']), is_deleted: true };
    const goesOn = asCopy(second, null);
    expect(withoutCopies([deleted, goesOn])).toEqual([goesOn]);
    expect(withoutCopies([goesOn, deleted])).toEqual([goesOn]);
    expect(withoutCopies([deleted])).toEqual([deleted]);
  });

  it('has one row also where that event is not among them', () => {
    expect(withoutCopies(copies)).toEqual([copies[0]]);
  });

  it('is found by the id of any copy', () => {
    expect(findMeeting([other, stands], third.id)).toBe(stands);
    expect(findMeeting([other, stands], stands.id)).toBe(stands);
    expect(findMeeting([other, stands], 'nothing')).toBeNull();
  });

  it('names its other calendars, and passes the filter of each', () => {
    expect(otherCalendars(stands)).toBe('Ada and Team');
    expect(otherCalendars(other)).toBeNull();
    expect(passesFilters(stands, { ...NO_FILTERS, calendar: 'Team@usher.test' })).toBe(true);
    expect(passesFilters(stands, { ...NO_FILTERS, calendar: 'else@usher.test' })).toBe(false);
  });
});
