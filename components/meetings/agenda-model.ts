import { bookedOrActiveBot, isActive, latestBot, switchState } from '@/components/bots/bot-state';
import { dayKey, relativeDay, startOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { isWithBot } from '@/lib/scheduling/domain/with-bot';
import { viewOf } from './event-view';

export type AgendaDay = { key: string; date: Date; allDay: CalendarEvent[]; timed: CalendarEvent[] };

const STILL_NEXT_MS = 5 * 60_000;

/** Returns each meeting once: of its copies the one that stands for it, or the first where that one is not among these. */
export function withoutCopies(events: CalendarEvent[]): CalendarEvent[] {
  const ids = new Set(events.map((event) => event.id));
  const shown = new Set<string>();
  return events.filter((event) => {
    const isCovered =
      (event.copy_of !== null && ids.has(event.copy_of)) ||
      event.copies.some(({ id }) => shown.has(id)) ||
      // Of the copies only those that take place are named: the meeting goes on in another calendar.
      (event.is_deleted && event.copies.some(({ id }) => ids.has(id)));
    if (!isCovered) shown.add(event.id);
    return !isCovered;
  });
}

/** Returns the meeting with this id, or the one that stands for it. */
export function findMeeting(events: CalendarEvent[], id: string): CalendarEvent | null {
  const isNamed = (event: CalendarEvent) => event.id === id || event.copies.some((copy) => copy.id === id);
  return events.find((event) => event.id === id) ?? events.find(isNamed) ?? null;
}

/** Names the calendars beside its own that a meeting is in; null where there are none. */
export function otherCalendars(event: CalendarEvent): string | null {
  const names = [...new Set(event.copies.map((copy) => copy.calendar_name))];
  return names.length === 0 ? null : new Intl.ListFormat('en').format(names);
}

/** Whether an event has a line: a canceled meeting only if it ever had a bot. */
export function isWorthALine(event: CalendarEvent): boolean {
  return !event.is_deleted || latestBot(event) !== null;
}

/**
 * Sorts events into local days. A meeting stands on the day it starts (or the first day shown, if it began
 * before that), an all-day event on each of its days. Days without events are left out, but not today and the
 * first day.
 * @param from local midnight of the first day
 * @param dayCount how many days are shown
 */
export function buildAgenda(events: CalendarEvent[], from: Date, dayCount: number, now: number): AgendaDay[] {
  const days = new Map<string, AgendaDay>();
  for (let index = 0; index < dayCount; index += 1) {
    const date = startOfDay(from, index);
    days.set(dayKey(date), { key: dayKey(date), date, allDay: [], timed: [] });
  }
  const shown = [...days.values()];
  const firstKey = dayKey(from);
  for (const event of events.filter(isWorthALine)) {
    const { days: span } = viewOf(event);
    if (span) {
      for (const day of shown) {
        if (day.key >= span.first && day.key <= span.last) day.allDay.push(event);
      }
    } else {
      const key = dayKey(event.start_time);
      const day = days.get(key) ?? (key < firstKey ? days.get(firstKey) : undefined);
      day?.timed.push(event);
    }
  }
  const today = dayKey(now);
  for (const day of shown) day.timed.sort(byStart);
  return shown.filter(
    (day) => day.key === today || day.key === firstKey || day.timed.length > 0 || day.allDay.length > 0,
  );
}

/** How long after its end a meeting of today stays in the list: what became of its bot is still news. */
const NEWS_MS = 60 * 60_000;

/** Whether a meeting of today is left out until someone asks for earlier ones. */
export function isFolded(event: CalendarEvent, now: number): boolean {
  return (
    isWorthALine(event) &&
    !event.is_all_day &&
    dayKey(event.end_time) === dayKey(now) &&
    Date.parse(event.end_time) + NEWS_MS <= now &&
    bookedOrActiveBot(event) === null
  );
}

type NoteContext = { now: number; isFiltered: boolean; isFolded: boolean; isLoading: boolean };

/** Returns the note of a day that shows no meetings; null when it needs none. */
export function emptyDayNote(
  day: AgendaDay,
  { now, isFiltered, isFolded, isLoading }: NoteContext,
): string | null {
  if (day.timed.length > 0) return null;
  // Today was loaded with the page; only the day before it can still be loading.
  if (isLoading && day.key < dayKey(now)) return 'Loading…';
  if (isFolded && day.key === dayKey(now)) return 'No more meetings.';
  if (!isFiltered) return 'No meetings.';
  if (day.allDay.length > 0) return null;
  const relative = relativeDay(day.date, now);
  return relative ? `No match ${relative.toLowerCase()}.` : 'No match.';
}

/** Compares meetings by start, then end. */
export function byStart(a: CalendarEvent, b: CalendarEvent): number {
  return (
    Date.parse(a.start_time) - Date.parse(b.start_time) ||
    Date.parse(a.end_time) - Date.parse(b.end_time) ||
    (a.id < b.id ? -1 : 1)
  );
}

/**
 * Whether an event is a meeting of people: not all-day, not canceled or declined, not focus time and the
 * like.
 */
function isMeeting(event: CalendarEvent): boolean {
  const view = viewOf(event);
  return (
    !event.is_all_day &&
    !view.isCancelled &&
    view.myAnswer !== 'declined' &&
    view.kind === 'meeting' &&
    (event.meeting_url !== null || view.attendees.length > 1)
  );
}

/**
 * Returns the meeting to get ready for: one whose bot is active, one that has just begun, or else the one
 * that begins first.
 */
export function nextMeeting(events: CalendarEvent[], now: number): CalendarEvent | null {
  const ahead = events
    .filter((event) => isMeeting(event) && Date.parse(event.end_time) > now)
    .filter((event) => {
      const bot = bookedOrActiveBot(event);
      return (bot && isActive(bot.status)) || Date.parse(event.start_time) > now - STILL_NEXT_MS;
    })
    .sort(byStart);
  return ahead[0] ?? null;
}

/** Returns the first meeting with a bot that is booked or active, or else the first one whose bot is done. */
export function firstWithBot(events: CalendarEvent[]): CalendarEvent | null {
  const [bookedOrActive] = events.filter((event) => bookedOrActiveBot(event) !== null).sort(byStart);
  const [done] = events.filter((event) => latestBot(event)?.status === 'Done').sort(byStart);
  return bookedOrActive ?? done ?? null;
}

/** Returns the first meeting that a bot could still join. */
export function meetingForFirstBot(events: CalendarEvent[], now: number): CalendarEvent | null {
  const open = events.filter(
    (event) =>
      isMeeting(event) && switchState(event, now).locked === null && event.decision.code !== 'began_long_ago',
  );
  return open.sort(byStart)[0] ?? null;
}

/** Returns the first meeting that has yet to begin, other than `current`. */
export function meetingAfter(
  events: CalendarEvent[],
  current: CalendarEvent,
  now: number,
): CalendarEvent | null {
  const ahead = events.filter(
    (event) => event.id !== current.id && isMeeting(event) && Date.parse(event.start_time) > now,
  );
  return ahead.sort(byStart)[0] ?? null;
}

/** Returns the meetings that begin on the day of an instant, in order. */
export function meetingsOfDay(events: CalendarEvent[], day: number | Date): CalendarEvent[] {
  const key = dayKey(day);
  return events.filter((event) => isMeeting(event) && dayKey(event.start_time) === key).sort(byStart);
}

/**
 * Returns how much the list of a day holds, in words, such as `19 meetings · 12 with a bot`; null when it is empty. It counts
 * the meetings that the strip above shows, and separately what else is in the list.
 * @param folded meetings of the day that are left out of the list until someone asks for them
 */
export function countInWords(day: AgendaDay, folded: CalendarEvent[]): string | null {
  const shown = meetingsOfDay(day.timed, day.date);
  const meetings = [...shown, ...meetingsOfDay(folded, day.date)];
  const others = day.timed.length - shown.length;
  const words = [
    counted(meetings.length, 'meeting'),
    meetings.length > 0 ? counted(meetings.filter(isWithBot).length, '', ' with a bot') : '',
    counted(others, meetings.length > 0 ? 'other event' : 'event'),
  ];
  return words.filter(Boolean).join(' · ') || null;
}

function counted(count: number, noun: string, after = ''): string {
  if (count === 0) return '';
  return `${count}${noun && ` ${noun}${count === 1 ? '' : 's'}`}${after}`;
}

/** What counts as a meeting, in words. */
export const WHAT_COUNTS =
  'Meetings that begin on this day and have a link or guests. Declined, canceled and focus-time events do not count.';
