import { seconds } from '@/components/time/format';
import type { ActivityRow } from '@/lib/contract/activity';
import type { ACTORS, ActivityKind } from '@/lib/contract/names';
import type { DecisionCode } from '@/lib/scheduling/domain/join-decision';

export const ACTOR_NAMES: Record<(typeof ACTORS)[number], string> = {
  person: 'You',
  api: 'API',
  google: 'Google Calendar',
  provider: 'Bot provider',
  usher: 'Usher',
};

/** Returns who did something, in words; an API client by the name of its key. */
export function actorInWords({ actor, api_key }: Pick<ActivityRow, 'actor' | 'api_key'>): string {
  return actor === 'api' && api_key !== null ? `API key “${api_key}”` : ACTOR_NAMES[actor];
}

export const KIND_NAMES: Record<ActivityKind, string> = {
  bot: 'Bots',
  callback: 'Callbacks',
  decision: 'Decisions',
  rules: 'Rules',
  series: 'Series',
  override: 'Overrides',
  link: 'Links',
  auto_schedule: 'Auto-schedule',
  calendar: 'Calendars',
  connection: 'Accounts',
  api_key: 'API keys',
  session: 'Sign-ins',
  person: 'People',
  settings: 'Settings',
};

/** Why a bot joins or does not, in a few words. */
export const DECISIONS: Record<DecisionCode, string> = {
  cancelled: 'the meeting is canceled',
  calendar_off: 'sync of its calendar is off',
  ended: 'the meeting has ended',
  no_link: 'no meeting link',
  bot_ended: 'its bot has ended',
  began_long_ago: 'the meeting began long ago',
  provider_cannot_join: 'the bot provider cannot join its link',
  override_never: 'you turned the bot off',
  override_always: 'you turned the bot on',
  series_never: 'you turned bots off for the series',
  series_always: 'you turned bots on for the series',
  scheduled_manually: 'scheduled manually',
  auto_reschedule: 'auto-reschedule is on',
  scheduled_earlier: 'scheduled earlier',
  auto_schedule_off: 'auto-schedule is off',
  auto_schedule: 'auto-schedule is on',
  bot_limit: 'too many bots at one time',
  copy: 'the same meeting in another calendar has the bot',
  restored: 'Usher was restored from a backup',
  shared_link: 'another meeting with the same link has a bot',
  never_response: 'rule: your response',
  never_event_type: 'rule: event type',
  never_all_day: 'rule: all-day events',
  never_private: 'rule: private events',
  never_free: 'rule: shown as free',
  never_unanswered_external: 'rule: unanswered, from outside',
  never_title: 'rule: title contains',
  never_calendar: 'rule: excluded calendar',
  never_domain: 'rule: excluded guest domain',
  only_organizer: 'rule: organizer',
  only_attendees: 'rule: guests',
  only_domain: 'rule: guest domains',
  only_min_attendees: 'rule: too few guests',
  only_max_attendees: 'rule: too many guests',
  only_title: 'rule: title does not contain',
  only_calendar: 'rule: calendar not included',
  only_series: 'rule: recurring or one-time',
};

const CAUSES: Record<string, string> = {
  ...DECISIONS,
  requested: 'requested',
  previous_meeting_ended: 'the meeting before it ended',
  callback_failed: 'the callback address did not accept it',
  calendar_list: 'the list of calendars changed',
  hand_over: 'the next meeting on its link began',
  invalid_grant: 'access was revoked',
  join_time: 'it was time to join',
  joined_late: 'later than planned',
  link_changed: 'the meeting link changed',
  meeting_ended: 'the meeting ended',
  meeting_moved: 'the meeting moved',
  provider_asked: 'the provider was asked',
  provider_refused: 'the provider refused',
  provider_report: 'webhook',
  provider_silent: 'the provider went silent',
  recall: 'the bot was recalled',
  series_split: 'the series was split',
  undone: 'undone',
  series_split_likely: 'the series seems to have been split',
};

/** Returns what led to an entry, in words; a code without words here is written with spaces. */
export function causeInWords(code: string): string {
  return CAUSES[code] ?? code.replaceAll('_', ' ');
}

/** Returns how soon it was done, in words; null where that was not measured. */
export function delayInWords({ action, delay_ms }: ActivityRow): string | null {
  if (delay_ms === null) return null;
  const isJoin = action === 'bot.sent' || action === 'bot.status';
  if (isJoin) return delay_ms === 0 ? 'on time' : `${seconds(delay_ms)} after it was due`;
  return `${seconds(delay_ms)} after the change`;
}
