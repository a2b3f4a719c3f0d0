import { type BotStatus, isBookedOrActive } from './bot-status';
import { RULE_CODES, type RuleFacts, type Rules, refusal } from './rules';

export type OverrideValue = 'always' | 'never';

/** What may decide, in the order in which it is asked. */
export const DECISION_CODES = [
  'cancelled',
  'calendar_off',
  'ended',
  'no_link',
  'bot_ended',
  'override_never',
  'override_always',
  'series_never',
  'series_always',
  'scheduled_manually',
  'auto_reschedule',
  'scheduled_earlier',
  'auto_schedule_off',
  ...RULE_CODES,
  'auto_schedule',
  'shared_link',
] as const;

export type DecisionCode = (typeof DECISION_CODES)[number];

/** Gone from the account's list, shared no more but for when it is busy, or switched off or disconnected by a person. */
export type CalendarOff = 'left_list' | 'not_readable' | 'off';

export type DecisionInput = {
  isDeleted: boolean;
  /** Why its calendar is not followed; null when it is. */
  calendarOff: CalendarOff | null;
  endTime: Date;
  meetingUrl: string | null;
  /** The person's wish for this occurrence. */
  override: OverrideValue | null;
  /** The person's wish for its whole series; null for a single event. */
  seriesOverride: OverrideValue | null;
  /** The series' chain is on: each occurrence is booked when the one before it ends. */
  autoRescheduleOn: boolean;
  autoScheduleEnabled: boolean;
  rules: Rules;
  /** What the rules look at. */
  facts: RuleFacts;
  /** The newest bot of the occurrence, if it ever had one; `wasHere` when it was this very meeting's and has ended. */
  bot: { status: BotStatus; manual: boolean; cancelledByCalendar: boolean; wasHere: boolean } | null;
  now: Date;
};

export type Decision = {
  will_join: boolean;
  code: DecisionCode;
  reason: string;
  override: OverrideValue | null;
};

const CALENDAR_OFF: Record<CalendarOff, string> = {
  left_list: 'Its calendar is not in the Google account any more.',
  not_readable: 'Google no longer lets Usher see the meetings of its calendar.',
  off: 'Usher does not follow its calendar.',
};

const BOT_ENDED: Partial<Record<BotStatus, string>> = {
  Done: 'Its bot was there and has left.',
  Denied: 'Its bot was not let in.',
  NotAllowed: 'Bots are not allowed in this meeting.',
  Error: 'Its bot failed.',
  Missed: 'No bot could be sent in time.',
};

/**
 * Decides whether a bot joins an occurrence. The first rule that applies decides, in this order:
 * cancelled, calendar off, over, no link, its bot was there already, override of the occurrence, override of the series,
 * booked by hand, series chain, auto-schedule off (a bot it booked before it was turned off stays), the person's never-rules and only-rules,
 * auto-schedule. The API, the dashboard, the scan and the reconciler all ask here; of meetings in one room at one time
 * they let one have the bot (`asSharedLink`).
 */
export function decideJoin(input: DecisionInput): Decision {
  const { override, seriesOverride } = input;
  const decided = (will_join: boolean, code: DecisionCode, reason: string): Decision => ({
    will_join,
    code,
    reason,
    override: override ?? seriesOverride,
  });

  if (input.isDeleted) return decided(false, 'cancelled', 'The meeting is cancelled.');
  if (input.calendarOff) return decided(false, 'calendar_off', CALENDAR_OFF[input.calendarOff]);
  if (input.endTime <= input.now) return decided(false, 'ended', 'The meeting is over.');
  if (!input.meetingUrl) return decided(false, 'no_link', 'No meeting link in this event.');
  if (input.bot?.wasHere)
    return decided(false, 'bot_ended', BOT_ENDED[input.bot.status] ?? 'Its bot was there.');
  if (override === 'never') return decided(false, 'override_never', 'You said no bot for this meeting.');
  if (override === 'always') return decided(true, 'override_always', 'You said always for this meeting.');
  if (seriesOverride === 'never') return decided(false, 'series_never', 'You said no bot for this series.');
  if (seriesOverride === 'always') return decided(true, 'series_always', 'You said always for this series.');
  if (input.bot?.manual && (isBookedOrActive(input.bot.status) || input.bot.cancelledByCalendar)) {
    return decided(true, 'scheduled_manually', 'You scheduled a bot for this meeting.');
  }
  if (input.autoRescheduleOn) {
    return decided(
      true,
      'auto_reschedule',
      'The series is on: each meeting is booked when the one before it ends.',
    );
  }
  if (
    !input.autoScheduleEnabled &&
    input.bot &&
    (isBookedOrActive(input.bot.status) || input.bot.cancelledByCalendar)
  ) {
    return decided(true, 'scheduled_earlier', 'Booked earlier; what booked it is off now.');
  }
  if (!input.autoScheduleEnabled) return decided(false, 'auto_schedule_off', 'Auto-schedule is off.');
  const refused = refusal(input.rules, input.facts);
  if (refused) return decided(false, refused.code, refused.reason);
  return decided(true, 'auto_schedule', 'Auto-schedule is on and the meeting has a link.');
}

/**
 * The decision about a meeting whose room has another meeting's bot at the same time.
 * @param title of that other meeting
 */
export function asSharedLink(decision: Decision, title: string): Decision {
  return {
    ...decision,
    will_join: false,
    code: 'shared_link',
    reason: `The bot of “${title}” is in this room.`,
  };
}
