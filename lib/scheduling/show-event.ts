import type { CalendarEvent, EventsQuery } from '@/lib/contract/events';
import { describeRecurrence } from '@/lib/occurrences/domain/recurrence';
import { seriesOverrideAt } from './decide';
import { isBookedOrActive } from './domain/bot-status';
import type { Decision } from './domain/join-decision';
import type { EventRow } from './find-event-page';

/**
 * Stored occurrences as the contract shows them.
 * @param decisions by occurrence id
 */
export function showEvents(
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
