import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../google/calendar';
import { type EventInput, insertEvent, patchEvent, stableEventId } from '../google/edit-events';
import { basicUtc, DAY_MS, wallToMs } from '../google/time';
import type { Attendee, CalendarEvent, ResponseStatus } from '../google/types';
import type { World } from '../world';
import { linkFields, type Place, type Platform } from './links';
import { NAMES } from './people';

/** A meeting as the seeds write it, in wall time. */
export type Plan = {
  /** Names the meeting within its calendar; its id is made of it. */
  slug: string;
  title: string;
  /** First (or only) day. */
  day: Temporal.PlainDate;
  /** `HH:MM`; none means all day. */
  time?: string;
  minutes?: number;
  /** Length of an all-day event. */
  days?: number;
  timeZone?: string;
  link?: [platform: Platform, place: Place];
  notes?: string;
  room?: string;
  /** Addresses besides the calendar's owner. */
  with?: string[];
  organizer?: string;
  answer?: ResponseStatus;
  rules?: string[];
  more?: EventInput;
};

/** Adds a planned meeting to a calendar and returns it; one that is there already stays as it is. */
export function plan(world: World, calendar: Calendar, meeting: Plan): CalendarEvent {
  const id = stableEventId(calendar.id, meeting.slug);
  const known = calendar.events.get(id);
  if (known) return known;
  const owner = calendar.settings.owner;
  const organizer = meeting.organizer ?? owner;
  const now = world.now();
  const made = new Date(Math.min(now.getTime(), wallToMs(meeting.day.toString(), 'UTC')) - 9 * DAY_MS);
  const input: EventInput = {
    summary: meeting.title,
    ...times(meeting, calendar.timeZone),
    ...(meeting.rules && { recurrence: meeting.rules }),
    ...(meeting.notes && { description: meeting.notes }),
    ...(meeting.room && { location: meeting.room }),
    ...(meeting.link && linkFields(...meeting.link, meeting.slug, meeting.notes ?? meeting.title)),
    ...(meeting.with && { attendees: guests(meeting, owner, organizer) }),
    ...meeting.more,
  };
  const who = { email: organizer, ...(NAMES[organizer] && { displayName: NAMES[organizer] }) };
  const sealed = { id, iCalUID: `${id}@google.com`, created: made.toISOString() };
  return insertEvent(calendar, input, { editor: who, now, sealed });
}

/** Changes the instance of a planned series that was planned on a day. */
export function changeInstance(
  calendar: Calendar,
  { master, day }: { master: CalendarEvent; day: Temporal.PlainDate },
  change: EventInput & { time?: string; minutes?: number },
  now: Date,
): void {
  const zone = master.start?.timeZone ?? calendar.timeZone;
  const wall = master.start?.dateTime
    ? Temporal.Instant.from(master.start.dateTime).toZonedDateTimeISO(zone).toPlainTime()
    : Temporal.PlainTime.from('00:00');
  const originalMs = wallToMs(day.toPlainDateTime(wall).toString(), zone);
  const { time, minutes, ...fields } = change;
  const moved = time ? times({ day, time, minutes: minutes ?? 30, timeZone: zone } as Plan, zone) : {};
  patchEvent(calendar, `${master.id}_${basicUtc(originalMs)}`, { ...moved, ...fields }, { now });
}

function times(meeting: Plan, calendarZone: string): EventInput {
  const { day, time, minutes = 30, days = 1, timeZone = calendarZone } = meeting;
  if (!time) return { start: { date: day.toString() }, end: { date: day.add({ days }).toString() } };
  const start = day.toPlainDateTime(Temporal.PlainTime.from(time));
  const end = start.add({ minutes });
  return { start: { dateTime: start.toString(), timeZone }, end: { dateTime: end.toString(), timeZone } };
}

function guests(meeting: Plan, owner: string, organizer: string): Attendee[] {
  const all = [...new Set([organizer, owner, ...(meeting.with ?? [])])];
  const answerOf = (email: string, index: number): ResponseStatus => {
    if (email === owner && meeting.answer) return meeting.answer;
    if (email === organizer || email === owner) return 'accepted';
    return (
      (['accepted', 'accepted', 'needsAction', 'accepted', 'tentative'] as const)[index % 5] ?? 'accepted'
    );
  };
  return all
    .filter((email) => !email.endsWith('@group.calendar.google.com'))
    .map((email, index) => ({
      email,
      ...(NAMES[email] && { displayName: NAMES[email] }),
      ...(email === organizer && { organizer: true }),
      responseStatus: answerOf(email, index),
    }));
}
