import { isBookedOrActive } from '@/components/bots/bot-state';
import type { BotStatusName, CalendarEvent } from '@/lib/contract/events';
import { eventDetails, titleOf } from '@/lib/occurrences/domain/event-details';
import { soundFields } from '@/lib/occurrences/domain/sound-event';

let count = 0;

/**
 * Returns a meeting of half an hour with a link, in a calendar with sync enabled; auto-schedule is off. `bots`: all of them;
 * `raw`: Google's resource, whose details it has.
 */
export function meetingAt(
  start: number,
  { bots = [], raw = { summary: 'Review' }, ...changes }: Partial<CalendarEvent> = {},
): CalendarEvent {
  count += 1;
  const id = changes.id ?? `evt_${count}`;
  const source = soundFields(raw);
  return {
    id,
    title: titleOf(source),
    details: eventDetails(source, id),
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + 30 * 60_000).toISOString(),
    is_all_day: false,
    time_zone: 'Europe/London',
    calendar_id: 'ada@usher.test',
    platform: 'google_calendar',
    platform_id: `g${count}`,
    ical_uid: null,
    meeting_platform: 'GMeet',
    meeting_url: 'https://meet.google.com/abc-defg-hij',
    created_at: new Date(start).toISOString(),
    updated_at: new Date(start).toISOString(),
    is_deleted: source.status === 'cancelled',
    bots: bots.filter((bot) => bot.is_scheduled),
    past_bots: bots.filter((bot) => !bot.is_scheduled),
    recurring_event_id: null,
    original_start_time: null,
    recurrence_rule: null,
    recurrence: null,
    recurrence_text: null,
    recurring_enabled: false,
    overrides: { occurrence: null, series: null },
    decision: { will_join: false, code: 'auto_schedule_off', reason: '', override: null },
    problem: null,
    meeting_links: [],
    copy_of: null,
    copies: [],
    ...changes,
  };
}

/** Returns the only bot of a meeting, with a status and a join time. */
export function botAs(status: BotStatusName, joinTime: number): CalendarEvent['bots'] {
  return [
    {
      id: 'bot_1',
      status,
      status_reason: null,
      scheduled_join_time: new Date(joinTime).toISOString(),
      bot_username: 'Usher',
      platform: 'GMeet',
      source: 'auto',
      is_scheduled: isBookedOrActive(status),
    },
  ];
}
