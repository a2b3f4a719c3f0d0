import type { Bot, LeaveReason } from '../bots/bot';

const SECOND_MS = 1000;
const NEVER = Number.POSITIVE_INFINITY;

/** Someone in a room besides the bot in question. Times are epoch milliseconds; without an end it stays. */
export type Stay = { fromMs: number; untilMs: number; botName?: string | undefined };

/** By which rules a bot leaves, in milliseconds. */
export type LeaveRules = {
  waitingRoomMs: number;
  noOneJoinedMs: number;
  everyoneLeftMs: number;
  inCallMs: number;
  silence: { timeoutMs: number; activateAfterMs: number } | null;
  /** Leaves when only bots remain that it takes for such. */
  onlyBots: { timeoutMs: number; activateAfterMs: number } | null;
  /** Whether it takes a participant of that name for a bot. */
  isBot: (name: string) => boolean;
  /** A participant that it takes for a bot does not count as one. */
  ignoresBots: boolean;
};

type Fields = Record<string, unknown>;

/** Returns the rules by which a bot leaves, as its request asks for them and its provider documents them. */
export function leaveRulesOf(bot: Bot): LeaveRules {
  return bot.provider === 'attendee' ? attendeeRules(bot) : meetstreamRules(bot);
}

/**
 * MeetStream's guide "Automatic leave configurations": another bot is a participant; `bot_detection` makes a bot leave
 * when all others have names that match. Where a request is silent and the guide tells no default, the values are those
 * that MeetStream's own clients send.
 */
function meetstreamRules({ request }: Bot): LeaveRules {
  const fields = fieldsOf(request.automatic_leave);
  const names = fieldsOf(fieldsOf(fields.bot_detection).using_participant_names);
  const matches = textsOf(names.matches).map((text) => text.toLowerCase());
  const silence = millis(fields.voice_inactivity_timeout, NEVER);
  return {
    waitingRoomMs: millis(fields.waiting_room_timeout, 300 * SECOND_MS),
    noOneJoinedMs: millis(fields.noone_joined_timeout ?? fields.no_one_joined_timeout, 600 * SECOND_MS),
    everyoneLeftMs: millis(fields.everyone_left_timeout, 60 * SECOND_MS),
    inCallMs: millis(fields.in_call_recording_timeout, 4 * 3600 * SECOND_MS),
    silence: silence === NEVER ? null : { timeoutMs: silence, activateAfterMs: 0 },
    onlyBots:
      matches.length === 0
        ? null
        : {
            timeoutMs: millis(names.timeout, 10 * SECOND_MS),
            activateAfterMs: millis(names.activate_after, 300 * SECOND_MS),
          },
    isBot: (name) => matches.some((text) => name.toLowerCase().includes(text)),
    ignoresBots: false,
  };
}

/** Attendee's `automatic_leave_settings` with its own defaults; participants that match `bot_keywords` do not count. */
function attendeeRules({ request }: Bot): LeaveRules {
  const fields = fieldsOf(request.automatic_leave_settings);
  const keywords = textsOf(fields.bot_keywords).map(wordsOf);
  return {
    waitingRoomMs: millis(fields.waiting_room_timeout_seconds, 900 * SECOND_MS),
    noOneJoinedMs: NEVER,
    everyoneLeftMs: millis(fields.only_participant_in_meeting_timeout_seconds, 60 * SECOND_MS),
    inCallMs: millis(fields.max_uptime_seconds, NEVER),
    silence: {
      timeoutMs: millis(fields.silence_timeout_seconds, 600 * SECOND_MS),
      activateAfterMs: millis(fields.silence_activate_after_seconds, 1200 * SECOND_MS),
    },
    onlyBots: null,
    isBot: (name) => keywords.some((words) => ` ${wordsOf(name)} `.includes(` ${words} `)),
    ignoresBots: true,
  };
}

/**
 * Returns when a bot leaves and why, if no one comes or goes but those who are known; null when it stays for ever.
 * @param rules its timeouts, divided by the sandbox's speed
 * @param admittedMs since when it is in the room
 */
export function leavingOf(
  rules: LeaveRules,
  others: Stay[],
  admittedMs: number,
): { atMs: number; reason: LeaveReason } | null {
  const present = others.filter(({ untilMs }) => untilMs > admittedMs);
  const edges = present.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
  const times = [...new Set([admittedMs, ...edges.filter((ms) => ms > admittedMs && ms < NEVER)])].sort(
    (one, other) => one - other,
  );
  const seen = { hadOthers: false, emptySince: NEVER, silentSince: NEVER, onlyBotsSince: NEVER };
  for (const [index, fromMs] of times.entries()) {
    const here = present.filter((stay) => stay.fromMs <= fromMs && stay.untilMs > fromMs);
    const bots = here.filter(({ botName }) => botName !== undefined && rules.isBot(botName));
    const counted = rules.ignoresBots ? here.length - bots.length : here.length;
    seen.hadOthers ||= counted > 0;
    seen.emptySince = counted === 0 ? Math.min(seen.emptySince, fromMs) : NEVER;
    seen.silentSince = here.every(({ botName }) => botName !== undefined)
      ? Math.min(seen.silentSince, fromMs)
      : NEVER;
    seen.onlyBotsSince =
      here.length > 0 && bots.length === here.length ? Math.min(seen.onlyBotsSince, fromMs) : NEVER;
    const [first] = leavingsAt(rules, seen, admittedMs).sort((one, other) => one.atMs - other.atMs);
    if (first && first.atMs <= (times[index + 1] ?? NEVER) && first.atMs < NEVER) return first;
  }
  return null;
}

type Seen = { hadOthers: boolean; emptySince: number; silentSince: number; onlyBotsSince: number };

function leavingsAt(
  rules: LeaveRules,
  seen: Seen,
  admittedMs: number,
): { atMs: number; reason: LeaveReason }[] {
  const since = (ms: number, rule: { timeoutMs: number; activateAfterMs: number } | null) =>
    rule ? Math.max(ms, admittedMs + rule.activateAfterMs) + rule.timeoutMs : NEVER;
  return [
    { atMs: seen.hadOthers ? seen.emptySince + rules.everyoneLeftMs : NEVER, reason: 'everyone_left' },
    { atMs: seen.hadOthers ? NEVER : admittedMs + rules.noOneJoinedMs, reason: 'no_one_joined' },
    { atMs: admittedMs + rules.inCallMs, reason: 'in_call' },
    { atMs: since(seen.silentSince, rules.silence), reason: 'silence' },
    { atMs: since(seen.onlyBotsSince, rules.onlyBots), reason: 'only_bots' },
  ];
}

/** Returns the rules as a sandbox that is so much faster applies them. */
export function hastened(rules: LeaveRules, speed: number): LeaveRules {
  const both = (rule: LeaveRules['silence']) =>
    rule && { timeoutMs: rule.timeoutMs / speed, activateAfterMs: rule.activateAfterMs / speed };
  return {
    ...rules,
    waitingRoomMs: rules.waitingRoomMs / speed,
    noOneJoinedMs: rules.noOneJoinedMs / speed,
    everyoneLeftMs: rules.everyoneLeftMs / speed,
    inCallMs: rules.inCallMs / speed,
    silence: both(rules.silence),
    onlyBots: both(rules.onlyBots),
  };
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === 'string' && text !== '') : [];
const millis = (seconds: unknown, otherwise: number): number =>
  typeof seconds === 'number' && seconds >= 0 ? seconds * SECOND_MS : otherwise;
const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .split(/[\s\-_]+/)
    .filter(Boolean)
    .join(' ');
