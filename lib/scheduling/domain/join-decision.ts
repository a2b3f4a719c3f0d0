import { type BotStatus, isBookedOrActive } from './bot-status';
import { LONGEST_MEETING_MS } from './join-time';
import { RULE_CODES, type RuleFacts, type Rules, refusal } from './rules';

export type OverrideValue = 'always' | 'never';

/** The codes of decisions, in the order in which their rules are asked. */
export const DECISION_CODES = [
  'cancelled',
  'calendar_off',
  'ended',
  'no_link',
  'bot_ended',
  'began_long_ago',
  'provider_cannot_join',
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
  'restored',
  'shared_link',
  'copy',
  'bot_limit',
] as const;

export type DecisionCode = (typeof DECISION_CODES)[number];

/** A calendar left the account's list, is shared only as free or busy, or was switched off or disconnected by a person. */
export type CalendarOff = 'left_list' | 'not_readable' | 'off';

export type DecisionInput = {
  isDeleted: boolean;
  /** Why the sync of its calendar is disabled; null when it is enabled. */
  calendarOff: CalendarOff | null;
  startTime: Date;
  endTime: Date;
  meetingUrl: string | null;
  /** Why the bots of the account's provider cannot join by that link, in a sentence; null when they can. */
  cannotJoin: string | null;
  /** The override of this occurrence. */
  override: OverrideValue | null;
  /** The override of its series; null for a single event. */
  seriesOverride: OverrideValue | null;
  /** Auto-reschedule is on for its series: each occurrence is scheduled when the one before it ends. */
  autoRescheduleOn: boolean;
  autoScheduleEnabled: boolean;
  rules: Rules;
  /** What the rules look at. */
  facts: RuleFacts;
  /** The newest bot of the occurrence, if any. `wasHere`: it was for this link and start, and has ended. */
  bot: { status: BotStatus; manual: boolean; comesBack: boolean; wasHere: boolean } | null;
  /** A bot may be there of which no row knows, since the database was restored from a backup (`mayHaveLostBot`). */
  mayHaveLostBot?: boolean;
  now: Date;
};

export type Decision = {
  will_join: boolean;
  code: DecisionCode;
  reason: string;
  override: OverrideValue | null;
};

const CALENDAR_OFF: Record<CalendarOff, string> = {
  left_list: 'Its calendar was removed from the Google account.',
  not_readable: 'Google stopped sharing the meetings of its calendar.',
  off: 'Sync was turned off for its calendar.',
};

const BOT_ENDED: Partial<Record<BotStatus, string>> = {
  Done: 'The bot joined and left.',
  Denied: 'The bot was not let in.',
  NotAllowed: 'The bot was not allowed in.',
  Error: 'The bot failed.',
  Missed: 'No bot could be sent in time.',
};

/**
 * Decides whether a bot joins an occurrence (`decideAsStored`). Where one that no row knows may be there already, none joins
 * until a person says so.
 */
export function decideJoin(input: DecisionInput): Decision {
  const decision = decideAsStored(input);
  if (!input.mayHaveLostBot || hasBot(input) || !decision.will_join) return decision;
  return { ...decision, will_join: false, code: 'restored', reason: RESTORED_MEANWHILE };
}

const RESTORED_MEANWHILE =
  'Usher was restored from a backup after its bot was due: one may be there already. Turn the bot on to send another.';

/**
 * Decides by what is stored whether a bot joins an occurrence. The first rule that applies decides, in this order: canceled, calendar off,
 * ended, no link, its bot has ended, began long ago, its provider cannot join, override of the occurrence, override of the series, scheduled manually,
 * auto-reschedule, auto-schedule off (a bot that was scheduled before stays), the person's never-rules and only-rules,
 * auto-schedule. The API, the dashboard, the scan and the reconciliation all ask here. Of the copies of a meeting
 * (`asCopy`), and of the meetings that share a link (`asSharedLink`), they then let one have the bot; at last come the limits of
 * bots at one time (`asBeyondLimit`).
 */
function decideAsStored(input: DecisionInput): Decision {
  const { override, seriesOverride } = input;
  const decided = (will_join: boolean, code: DecisionCode, reason: string): Decision => ({
    will_join,
    code,
    reason,
    override: override ?? seriesOverride,
  });

  if (input.isDeleted) return decided(false, 'cancelled', 'The meeting was canceled.');
  if (input.calendarOff) return decided(false, 'calendar_off', CALENDAR_OFF[input.calendarOff]);
  if (input.endTime <= input.now) return decided(false, 'ended', 'The meeting has ended.');
  if (!input.meetingUrl) return decided(false, 'no_link', 'No meeting link.');
  if (input.bot?.wasHere)
    return decided(false, 'bot_ended', BOT_ENDED[input.bot.status] ?? 'The bot was there.');
  if (+input.startTime <= +input.now - LONGEST_MEETING_MS && !hasBot(input))
    return decided(false, 'began_long_ago', BEGAN_LONG_AGO);
  if (input.cannotJoin) return decided(false, 'provider_cannot_join', input.cannotJoin);
  if (override === 'never') return decided(false, 'override_never', 'You turned the bot off.');
  if (override === 'always') return decided(true, 'override_always', 'You turned the bot on.');
  if (seriesOverride === 'never')
    return decided(false, 'series_never', 'You turned bots off for this series.');
  if (seriesOverride === 'always')
    return decided(true, 'series_always', 'You turned bots on for this series.');
  if (input.bot?.manual && (isBookedOrActive(input.bot.status) || input.bot.comesBack)) {
    return decided(true, 'scheduled_manually', 'You scheduled a bot for this meeting.');
  }
  if (input.autoRescheduleOn) {
    return decided(
      true,
      'auto_reschedule',
      'Auto-reschedule is on: each meeting is scheduled after the previous one ends.',
    );
  }
  if (
    !input.autoScheduleEnabled &&
    input.bot &&
    (isBookedOrActive(input.bot.status) || input.bot.comesBack)
  ) {
    return decided(true, 'scheduled_earlier', 'The bot was scheduled earlier and stays.');
  }
  if (!input.autoScheduleEnabled) return decided(false, 'auto_schedule_off', 'Auto-schedule is off.');
  const refused = refusal(input.rules, input.facts);
  if (refused) return decided(false, refused.code, refused.reason);
  return decided(true, 'auto_schedule', 'Matches your auto-schedule rules.');
}

const BEGAN_LONG_AGO = `The meeting began more than ${LONGEST_MEETING_MS / 86_400_000} days ago, so no bot is scheduled automatically.`;

/** Tells whether a bot is scheduled for the meeting or is active: it is sent, or stays, whenever the meeting began. */
function hasBot({ bot }: DecisionInput): boolean {
  return bot !== null && isBookedOrActive(bot.status);
}

/**
 * Returns the decision about a meeting that the bot of another meeting covers: it has the same link at the same time.
 * @param title of that other meeting
 */
export function asSharedLink(decision: Decision, title: string): Decision {
  return {
    ...decision,
    will_join: false,
    code: 'shared_link',
    reason: `“${title}” has the same link at the same time, and its bot covers both.`,
  };
}

/**
 * Returns the decision about a meeting whose bot hangs on a copy of it in another calendar.
 * @param calendar the name of that calendar
 */
export function asCopy(decision: Decision, calendar: string): Decision {
  return {
    ...decision,
    will_join: false,
    code: 'copy',
    reason: `The same meeting is in your calendar “${calendar}”, and one bot joins for both.`,
  };
}
