import { seconds } from '@/components/time/format';
import type { ACTORS, ActivityKind, ActivityRow } from '@/lib/contract/activity';
import type { DecisionCode } from '@/lib/scheduling/domain/join-decision';

export const ACTOR_NAMES: Record<(typeof ACTORS)[number], string> = {
  person: 'You',
  api: 'API',
  google: 'Google Calendar',
  provider: 'Bot provider',
  usher: 'Usher',
};

export const KIND_NAMES: Record<ActivityKind, string> = {
  bot: 'Bots',
  callback: 'Callbacks',
  decision: 'Decisions',
  rules: 'Rules',
  series: 'Series',
  override: 'Your wishes',
  link: 'Links',
  auto_schedule: 'Auto-schedule',
  calendar: 'Calendars',
  connection: 'Accounts',
  api_key: 'API keys',
  settings: 'Settings',
};

const DECISIONS: Record<DecisionCode, string> = {
  cancelled: 'the meeting is cancelled',
  calendar_off: 'its calendar is not followed',
  ended: 'the meeting is over',
  no_link: 'no meeting link',
  bot_ended: 'its bot was there already',
  override_never: 'you said no bot for this meeting',
  override_always: 'you said always for this meeting',
  series_never: 'you said no bot for this series',
  series_always: 'you said always for this series',
  scheduled_manually: 'scheduled for this meeting alone',
  auto_reschedule: 'the series is on',
  scheduled_earlier: 'booked earlier',
  auto_schedule_off: 'auto-schedule is off',
  auto_schedule: 'auto-schedule is on',
  shared_link: 'another meeting’s bot is in the room',
  never_response: 'rule: your response',
  never_event_type: 'rule: kind of event',
  never_all_day: 'rule: all-day events',
  never_private: 'rule: private events',
  never_free: 'rule: shown as free',
  never_title: 'rule: words in the title',
  never_calendar: 'rule: left-out calendar',
  never_domain: 'rule: left-out domain',
  only_organizer: 'rule: who organizes',
  only_attendees: 'rule: who attends',
  only_domain: 'rule: domains of attendees',
  only_min_attendees: 'rule: too few people',
  only_max_attendees: 'rule: too many people',
  only_title: 'rule: words in the title',
  only_calendar: 'rule: chosen calendars',
  only_series: 'rule: recurring or single',
};

const CAUSES: Record<string, string> = {
  ...DECISIONS,
  requested: 'on request',
  previous_meeting_ended: 'the meeting before it ended',
  callback_failed: 'the callback address did not accept it',
  calendar_list: 'the list of calendars changed',
  invalid_grant: 'access was taken back',
  join_time: 'it was time to join',
  joined_late: 'later than planned',
  link_changed: 'the meeting link changed',
  meeting_ended: 'the meeting ended',
  meeting_moved: 'the meeting moved',
  provider_asked: 'the provider was asked',
  provider_refused: 'the provider refused',
  provider_report: 'its report',
  provider_silent: 'the provider said nothing more',
  recall: 'the bot was called back',
  series_split: 'the series was split',
  undone: 'what was done was undone',
  series_split_likely: 'the series seems to have been split',
};

/** What led to an entry, for people; a code that has no words here is shown with spaces. */
export function causeInWords(code: string): string {
  return CAUSES[code] ?? code.replaceAll('_', ' ');
}

/** How soon it was done, where that was measured; null where it was not. */
export function delayInWords({ action, delay_ms }: ActivityRow): string | null {
  if (delay_ms === null) return null;
  const isJoin = action === 'bot.sent' || action === 'bot.status';
  if (isJoin) return delay_ms === 0 ? 'on time' : `${seconds(delay_ms)} after it was due`;
  return `${seconds(delay_ms)} after the change`;
}
