import { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendar';
import { deleteEvent, type EventInput, insertEvent, newEventId, patchEvent } from './edit-events';
import { badRequest, notFound } from './errors';
import { findEvent, isMaster } from './instances';
import { expandSeries, seriesZone } from './recurrence';
import { basicUtc, msToWall, timeToMs, wallToMs } from './time';
import type { CalendarEvent, EventTime } from './types';

/**
 * Splits a series ("this and following events"): it ends with the local day before the chosen instance, and a new
 * series starts there with the changes. The new id is `base_R20250327T123000` (or a fresh one with `freshId`), its
 * iCalUID is made of it, and later exceptions of the old series are dropped. A COUNT is divided between the two.
 *
 * @param at.originalStart the chosen instance's original start: RFC 3339, or a date for an all-day series
 * @throws GoogleError 404 for an unknown series, 400 when there is no instance at that start
 */
export function splitSeries(
  calendar: Calendar,
  { masterId, originalStart }: { masterId: string; originalStart: string },
  changes: EventInput,
  { now, freshId = false }: { now: Date; freshId?: boolean },
): { before: CalendarEvent; after: CalendarEvent } {
  const master = findEvent(calendar, masterId);
  if (!master || !isMaster(master) || !master.start || !master.end) throw notFound();
  const zone = calendar.timeZone;
  const at = timeToMs(
    originalStart.length === 10 ? { date: originalStart } : { dateTime: originalStart },
    zone,
  );
  if (Number.isNaN(at)) throw badRequest('The start of the instance is not a time.');
  const slots = expandSeries(master, zone, { fromMs: timeToMs(master.start, zone) - 1, toMs: at + 1 });
  const slot = slots.find((candidate) => candidate.startMs === at);
  if (!slot) throw badRequest('The series has no instance at that time.');
  const earlier = slots.filter((candidate) => candidate.startMs < at).length;

  const allDay = Boolean(master.start.date);
  const stamp = allDay ? slot.start.date?.replace(/-/g, '') : basicUtc(at).slice(0, 15);
  const id = freshId ? newEventId() : `${masterId.replace(/_R\d{8}(T\d{6})?$/, '')}_R${stamp}`;
  const { recurrence: _lines, ...shared } = master;
  const after = insertEvent(
    calendar,
    {
      ...shared,
      start: movedTime(slot.start, changes.start),
      end: movedTime(slot.end, changes.end),
      ...without(changes, ['start', 'end']),
      recurrence: changes.recurrence ?? followingRules(master.recurrence ?? [], earlier),
    },
    {
      editor: master.creator ?? { email: calendar.settings.owner },
      now,
      anyZone: true,
      sealed: { id, iCalUID: `${id}@google.com`, creator: master.creator, organizer: master.organizer },
    },
  );

  if (earlier === 0) return { before: deleteEvent(calendar, masterId, now), after };
  const until = untilBefore(master, zone, at);
  const before = patchEvent(
    calendar,
    masterId,
    { recurrence: endingRules(master.recurrence ?? [], until) },
    { now },
  );
  return { before, after };
}

const movedTime = (slot: EventTime, change: unknown): EventTime => ({ ...slot, ...(change as EventTime) });

function without(fields: EventInput, names: string[]): EventInput {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** Returns the last second of the local day before, in UTC; a date for all-day series. */
function untilBefore(master: CalendarEvent, calendarZone: string, at: number): string {
  const zone = seriesZone(master, calendarZone);
  const day = msToWall(at, zone).toPlainDate();
  if (master.start?.date) return day.subtract({ days: 1 }).toString().replace(/-/g, '');
  const midnight = wallToMs(day.toPlainDateTime(Temporal.PlainTime.from('00:00')).toString(), zone);
  return basicUtc(midnight - 1000);
}

function endingRules(lines: string[], until: string): string[] {
  return lines.map((line) => {
    if (!/^RRULE/i.test(line)) return line;
    return `${line.replace(/;?(UNTIL|COUNT)=[^;]+/gi, '').replace('RRULE:;', 'RRULE:')};UNTIL=${until}`;
  });
}

function followingRules(lines: string[], earlier: number): string[] {
  return lines.map((line) =>
    line.replace(/COUNT=(\d+)/i, (_whole, count: string) => `COUNT=${Math.max(1, Number(count) - earlier)}`),
  );
}
