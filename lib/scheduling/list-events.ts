import type { User } from '@/lib/accounts/users';
import { UsherError, validCursor } from '@/lib/contract/errors';
import type { CalendarEvent, EventsQuery, EventsResponse } from '@/lib/contract/events';
import { describeRecurrence } from '@/lib/occurrences/domain/recurrence';
import { lookAhead } from '@/lib/occurrences/look-ahead';
import { type Cursor, decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { seriesOverrideAt } from './decide';
import { isBookedOrActive } from './domain/bot-status';
import type { Decision } from './domain/join-decision';
import { type EventRow, findEventPage } from './find-event-page';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS_BEFORE = 1;
const DEFAULT_DAYS_AFTER = 28;
/**
 * Lists stored occurrences (or one row a series), ordered by start, then id.
 * @throws UsherError validation_failed (window), invalid_cursor
 */
export async function listEvents(user: User, query: EventsQuery, now: Date): Promise<EventsResponse> {
  return (await listStored(user, query, now)).answer;
}

/**
 * Lists as `listEvents` does.
 * @returns the answer, and whether all of it was stored: series that are far ahead may still be missing
 */
export async function listStored(
  user: User,
  query: EventsQuery,
  now: Date,
): Promise<{ answer: EventsResponse; isWhole: boolean }> {
  const timeMin = query.time_min ? new Date(query.time_min) : new Date(+now - DEFAULT_DAYS_BEFORE * DAY_MS);
  const from = Math.max(+now, +timeMin);
  const timeMax = query.time_max ? new Date(query.time_max) : new Date(from + DEFAULT_DAYS_AFTER * DAY_MS);
  if (timeMax <= timeMin) {
    const message = 'must be after time_min';
    throw new UsherError('validation_failed', `time_max ${message}.`, {
      details: [{ path: 'time_max', message }],
    });
  }
  const isWhole = await lookAhead(user.id, timeMax, now);
  const { limit: _, cursor: __, sync: ___, ...filters } = query;
  const scope = listScope('events', user.id, filters);
  const cursor = query.cursor ? validCursor(decodeCursor(query.cursor, scope)) : null;
  const { rows, decisions } = await findEventPage(user, query, { timeMin, timeMax }, cursor, now);
  const backwards = cursor?.direction === 'previous';
  const hasMore = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (backwards) page.reverse();

  const at = (row: { id: string; startTime: Date } | undefined, direction: Cursor['direction']) =>
    row ? encodeCursor({ time: row.startTime, id: row.id, direction }, scope) : null;
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : cursor !== null;
  // Beyond the end, where rows have gone since, there is nothing to go on from.
  const next = hasNext ? at(page.at(-1), 'next') : null;
  const answer = {
    next,
    previous: hasPrevious ? at(page[0], 'previous') : null,
    has_more: next !== null,
    results: showEvents(page, query, decisions),
  };
  return { answer, isWhole };
}

/**
 * Stored occurrences as the contract shows them.
 * @param decisions by occurrence id
 */
function showEvents(
  rows: EventRow[],
  query: EventsQuery,
  decisions: ReadonlyMap<string, Decision>,
): CalendarEvent[] {
  const inWords = new Map<string, string | null>();
  return rows.flatMap((row) => {
    const decision = decisions.get(row.id);
    if (!decision) return [];
    // Of a series, a page often has many occurrences.
    const text = inWords.get(row.eventId) ?? recurrenceText(row);
    inWords.set(row.eventId, text);
    return [showEvent(row, query, decision, text)];
  });
}

function recurrenceText({ recurrence, seriesStart }: EventRow): string | null {
  return recurrence && seriesStart ? describeRecurrence(recurrence, seriesStart) : null;
}

function showEvent(
  row: EventRow,
  query: EventsQuery,
  decision: Decision,
  recurrence_text: string | null,
): CalendarEvent {
  const isOccurrence = row.isSeries && query.expand;
  return {
    id: isOccurrence ? row.id : row.eventId,
    start_time: row.startTime.toISOString(),
    end_time: row.endTime.toISOString(),
    is_all_day: row.isAllDay,
    time_zone: row.timeZone,
    calendar_id: row.googleCalendarId,
    platform: 'google_calendar',
    platform_id: row.platformId,
    ical_uid: row.iCalUid,
    meeting_platform: row.meetingPlatform as CalendarEvent['meeting_platform'],
    meeting_url: row.meetingUrl,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    is_deleted: row.isDeleted || (query.updated_min !== undefined && row.calendarOff !== null),
    raw: (row.seriesRaw ?? row.raw) as Record<string, unknown>,
    bots: row.bots.map((bot) => ({
      id: bot.id,
      status: bot.status,
      status_reason: bot.statusReason,
      scheduled_join_time: bot.joinAt.toISOString(),
      bot_username: bot.botName,
      platform: bot.meetingPlatform,
      is_scheduled: isBookedOrActive(bot.status),
    })),
    recurring_event_id: isOccurrence ? row.eventId : null,
    original_start_time: isOccurrence ? row.originalStart.toISOString() : null,
    recurrence_rule: row.recurrence,
    recurrence_text,
    recurring_enabled: row.autoRescheduleEnabled,
    overrides: { occurrence: row.override, series: seriesOverrideAt(row) },
    decision,
  };
}
