import type { Life } from './life';
import { HOUR } from './stage';
import type { StoredMeeting } from './stored';
import { calendarsOf, instanceId, type Meeting } from './truth';

/** Returns an item of a list of any length. */
export const pick = <T>(list: T[], index: number): T | undefined => list[index % (list.length || 1)];
/** Returns a time in the story's format. */
export const clock = (ms: number) => new Date(ms).toISOString().slice(5, 16);

/** Returns a meeting at Google, with its place: the one that the step is about, or any. */
export function pickAtGoogle(life: Life, step: { event: number; meeting?: number }) {
  const soon = life.meetings(life.nowMs - HOUR);
  const aimed = soon.find((meeting) => meeting.key === life.aim);
  if (aimed) return { meeting: aimed, ...whereIs(aimed) };
  const eventIds = [...new Set(soon.map((meeting) => meeting.eventId))].sort();
  const eventId = pick(eventIds, step.event);
  const meetings = soon.filter((meeting) => meeting.eventId === eventId).slice(0, 6);
  const meeting = pick(meetings, step.meeting ?? 0);
  return meeting && { meeting, ...whereIs(meeting) };
}

/** Returns a meeting's place in the control API. */
export function whereIs(meeting: Meeting) {
  const path = `/calendars/${encodeURIComponent(meeting.calendarId)}/events`;
  const isSeries = meeting.key !== meeting.eventId;
  const instance = instanceId(meeting.key);
  return { path, isSeries, instance };
}

/** Returns the control API's paths of all calendars on the list that have a meeting's event: Google changes all copies. */
export function everywhere(life: Life, { eventId }: Meeting): string[] {
  return calendarsOf(life.stage.sandbox.world, life.email)
    .filter((one) => (one.events.get(eventId)?.status ?? 'cancelled') !== 'cancelled')
    .map(({ id }) => `/calendars/${encodeURIComponent(id)}/events`);
}

/** Returns a stored occurrence: the one that the step is about, or any. */
export async function pickStored(life: Life, step: { event: number; meeting?: number }) {
  const rows = await life.storedMeetings();
  const aimed = life.aim && rows.find((row) => life.names.ofStored(row) === life.aim);
  if (aimed) return aimed;
  const eventIds = [...new Set(rows.map((row) => row.eventId))];
  const eventId = pick(eventIds, step.event);
  return pick(rows.filter((row) => row.eventId === eventId).slice(0, 6), step.meeting ?? 0);
}

export type StoredBot = { id: string; title: string; meetingStart: Date };

/** Returns a scheduled bot: the one of the meeting that the step is about, or any. */
export async function pickBot(life: Life, index: number): Promise<StoredBot | undefined> {
  const { rows } = await life.stage.sql.query(
    `SELECT "id", "title", "meetingStart" FROM "ScheduledBot" WHERE "status" = 'Scheduled' ORDER BY "joinAt", "id"`,
  );
  const bots = rows as StoredBot[];
  const aimed = life.meetings().find((meeting) => meeting.key === life.aim);
  const its = bots.find((bot) => aimed && bot.title === aimed.title && +bot.meetingStart === aimed.start);
  return its ?? pick(bots, index);
}

/** Returns the names of these bots' meetings. */
export async function keysOfBots(life: Life, botIds: string[]): Promise<string[]> {
  const { rows } = await life.stage.sql.query(
    `SELECT e."googleEventId", e."kind", o."originalStart" FROM "ScheduledBot" AS b
       JOIN "Occurrence" AS o ON o."id" = b."occurrenceId" JOIN "Event" AS e ON e."id" = o."eventId"
      WHERE b."id" = ANY($1)`,
    [botIds],
  );
  return (rows as StoredMeeting[]).map((row) => life.names.ofStored(row));
}
