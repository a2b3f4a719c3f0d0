/**
 * The states of a bot. A bot only moves forward (`Scheduled → Joining → WaitingRoom → InMeeting → Recording → Leaving`) and
 * stops in one of the final states.
 */

const PROGRESS = ['Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving'] as const;
const ENDS = ['Done', 'Cancelled', 'Denied', 'NotAllowed', 'Error', 'Missed'] as const;

export type BotStatus = (typeof PROGRESS)[number] | (typeof ENDS)[number];

/** The states before the final ones. An occurrence has at most one bot in them: a partial unique index lists the same. */
export const BOOKED_OR_ACTIVE_STATUSES: readonly BotStatus[] = PROGRESS;

/** The final states. */
export const ENDED_STATUSES: readonly BotStatus[] = ENDS;

/** The states from the first call of the provider to the end. A bot in them can be recalled, not canceled. */
export const ACTIVE_STATUSES: readonly BotStatus[] = PROGRESS.slice(1);

/** The final states of bots that did not do what they were sent for. */
const FAILED_STATUSES: readonly BotStatus[] = ['Denied', 'NotAllowed', 'Error', 'Missed'];

/** The states in groups, as people tell them apart in a list. */
export const STATUS_GROUPS = {
  scheduled: ['Scheduled'],
  active: ACTIVE_STATUSES,
  done: ['Done'],
  failed: FAILED_STATUSES,
  cancelled: ['Cancelled'],
} as const satisfies Record<string, readonly BotStatus[]>;

export type StatusGroup = keyof typeof STATUS_GROUPS;

export const STATUS_GROUP_NAMES = Object.keys(STATUS_GROUPS) as StatusGroup[];

/** Returns the group of a state. */
export function groupOf(status: BotStatus): StatusGroup {
  const has = (name: StatusGroup) => (STATUS_GROUPS[name] as readonly BotStatus[]).includes(status);
  return STATUS_GROUP_NAMES.find(has) ?? 'failed';
}

/** Returns whether a bot has not ended: its occurrence may have no second one. */
export function isBookedOrActive(status: BotStatus): boolean {
  return BOOKED_OR_ACTIVE_STATUSES.includes(status);
}

/** Returns whether a bot has been sent and has not ended. */
export function isActive(status: BotStatus): boolean {
  return ACTIVE_STATUSES.includes(status);
}

/**
 * Returns the states from which a bot may move to `next`: all earlier ones that are not final. As the condition of an
 * UPDATE they let late, repeated and disordered messages change nothing.
 */
export function statusesBefore(next: BotStatus): BotStatus[] {
  const rank = PROGRESS.indexOf(next as (typeof PROGRESS)[number]);
  return rank === -1 ? [...PROGRESS] : PROGRESS.slice(0, rank);
}
