import { dayKey, minuteOfDay, startOfDay, startOfKey, weekdayOf } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { byStart, isWorthALine } from '../agenda-model';
import { viewOf } from '../event-view';
import { type DayLayout, layOutDay, type Piece, SHORTEST_MINUTES } from './lay-out-day';

export type GridDay = { key: string; date: Date; layout: DayLayout<CalendarEvent> };

/** An event that lasts for days, above the hours: from one shown day to another, both included. */
export type Band = { event: CalendarEvent; from: number; to: number };

export type Grid = { days: GridDay[]; bands: Band[]; hours: { first: number; last: number } };

const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;
/** Hours that are shown even when there are no meetings. */
const USUAL_HOURS = { first: 8, last: 18 };

/**
 * Returns the first day of a page of the grid: the week's first, or the day itself where fewer days are
 * shown.
 */
export function firstDayOf(day: Date, dayCount: number): Date {
  return dayCount === 7 ? startOfDay(day, -weekdayOf(day)) : startOfDay(day);
}

/** Returns the day of a text such as `2026-11-26`, or today if it is not a day. */
export function dayFrom(text: string | null, today: number): Date {
  return startOfKey(text) ?? startOfDay(today);
}

/**
 * Sorts events into the days of a grid, and lays out the events of each day side by side.
 * @param first local midnight of the first day
 */
export function buildGrid(
  events: readonly CalendarEvent[],
  first: Date,
  dayCount: number,
  mostColumns: number,
): Grid {
  const dates = Array.from({ length: dayCount }, (_, index) => startOfDay(first, index));
  const shown = events.filter(isWorthALine).sort(byStart);
  const bands = shown.flatMap((event) => bandOf(event, dates) ?? []);
  const days = dates.map((date) => {
    const next = startOfDay(date, 1).getTime();
    const pieces = shown.flatMap((event) =>
      lastsForDays(event) ? [] : (pieceOf(event, date.getTime(), next) ?? []),
    );
    return { key: dayKey(date), date, pieces };
  });
  return {
    bands: bands.sort((a, b) => b.to - b.from - (a.to - a.from)),
    hours: hoursOf(days.flatMap((day) => day.pieces)),
    days: days.map(({ pieces, ...day }) => ({ ...day, layout: layOutDay(pieces, mostColumns) })),
  };
}

/** Returns the id of the block that the Tab key reaches: a meeting that is running, or else the next one. */
export function firstInSight({ days }: Grid, now: number): string | null {
  const events = days.flatMap((day) => day.layout.placed.map((piece) => piece.item));
  return (events.find((event) => Date.parse(event.end_time) > now) ?? events[0])?.id ?? null;
}

/** Returns the part of a day that an event takes, in local time; null when it takes none. */
function pieceOf(event: CalendarEvent, midnight: number, next: number): Piece<CalendarEvent> | null {
  const from = Date.parse(event.start_time);
  const to = Date.parse(event.end_time);
  if (from >= next || to < midnight || (to === midnight && from < to)) return null;
  const start = from < midnight ? 0 : minuteOfDay(from);
  const end = to >= next ? DAY_MINUTES : minuteOfDay(to);
  // The hour that comes twice in autumn can put the end before the start.
  return { item: event, start, end: Math.max(end, start) };
}

function lastsForDays(event: CalendarEvent): boolean {
  return event.is_all_day || Date.parse(event.end_time) - Date.parse(event.start_time) >= DAY_MS;
}

function bandOf(event: CalendarEvent, dates: Date[]): Band | null {
  if (!lastsForDays(event)) return null;
  const span = viewOf(event).days ?? {
    first: dayKey(event.start_time),
    last: dayKey(Date.parse(event.end_time) - 1),
  };
  const within = dates
    .map(dayKey)
    .flatMap((key, index) => (key >= span.first && key <= span.last ? index : []));
  const [from] = within;
  const to = within.at(-1);
  return from === undefined || to === undefined ? null : { event, from, to };
}

function hoursOf(pieces: Piece<unknown>[]): Grid['hours'] {
  const starts = pieces.map((piece) => Math.floor(piece.start / 60));
  const ends = pieces.map((piece) => Math.ceil(Math.max(piece.end, piece.start + SHORTEST_MINUTES) / 60));
  return {
    first: Math.min(USUAL_HOURS.first, ...starts),
    last: Math.min(24, Math.max(USUAL_HOURS.last, ...ends)),
  };
}
