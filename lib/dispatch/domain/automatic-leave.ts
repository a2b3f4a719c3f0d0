/**
 * When a bot leaves where its configuration does not say, in seconds: without them it would stay for as long as its provider
 * lets it, up to hours. People come late and lose their connection; a bot that is never let in is of no use.
 */
export const LEAVE_DEFAULTS = {
  waiting_room_timeout: 900,
  noone_joined_timeout: 900,
  everyone_left_timeout: 60,
} as const;

/**
 * Words in the names of other notetakers. Providers compare them with parts of names, so none may be part of a person's:
 * “otter” would be one of “Potter”.
 */
const NOTETAKERS = [
  ...[
    'notetaker',
    'note-taker',
    'note taker',
    'otter.ai',
    'fireflies',
    'fireflies.ai',
    'read.ai',
    'tl;dv',
    'tldv',
  ],
  ...['fathom.video', 'meetgeek', 'sembly', 'tactiq', 'avoma', 'circleback', 'supernormal', 'fellow.app'],
];
/** How long after its arrival a bot first looks whether only notetakers are left, and how long they must be alone. */
const DETECTION = { activate_after: 300, timeout: 60 };

/** `botDetection`: when to leave because only other bots are left, as MeetStream writes it; null = never. */
export type LeaveRules = { seconds: Record<string, unknown>; botDetection: BotDetection | null };
type BotDetection = Record<string, unknown>;

/**
 * Returns when a bot leaves: as its configuration says, else by the defaults. They are applied here, when the request is
 * written, and stored nowhere. Bots of the same name as this one are other people's: two of them would keep each other in
 * an empty meeting.
 * @param configured `automatic_leave` of the configuration; `bot_detection: false` turns that off
 */
export function leaveRules(configured: Record<string, unknown>, botName: string): LeaveRules {
  const { bot_detection: detection, no_one_joined_timeout: older, ...rest } = configured;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value != null));
  const seconds = {
    ...LEAVE_DEFAULTS,
    // Configurations of older releases have the other name.
    ...(older == null ? {} : { noone_joined_timeout: older }),
    ...given,
  };
  const byDefault = { using_participant_names: { matches: [...NOTETAKERS, botName], ...DETECTION } };
  if (detection === false) return { seconds, botDetection: null };
  const isGiven = typeof detection === 'object' && detection !== null;
  return { seconds, botDetection: isGiven ? (detection as BotDetection) : byDefault };
}

/** Returns the words by which other bots are known in a detection that goes by names. */
export function botWords(detection: BotDetection | null): string[] {
  const names = detection?.using_participant_names as { matches?: unknown } | null | undefined;
  const matches = Array.isArray(names?.matches) ? names.matches : [];
  return matches.filter((word): word is string => typeof word === 'string');
}
