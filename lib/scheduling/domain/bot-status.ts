/**
 * The states of a bot and the one way through them. A bot only moves forward
 * (`Scheduled → Joining → WaitingRoom → InMeeting → Recording → Leaving`) and stops in one of the ends.
 */

const PROGRESS = ['Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving'] as const;
const ENDS = ['Done', 'Cancelled', 'Denied', 'NotAllowed', 'Error', 'Missed'] as const;

export type BotStatus = (typeof PROGRESS)[number] | (typeof ENDS)[number];

/** States in which a bot holds its occurrence: the partial unique index of the first migration lists the same. */
export const BOOKED_OR_ACTIVE_STATUSES: readonly BotStatus[] = PROGRESS;

/** Live states after the provider has been asked (or is about to be): the bot can be recalled, not unbooked. */
export const ACTIVE_STATUSES: readonly BotStatus[] = PROGRESS.slice(1);

/** @returns whether the bot is booked or on duty, so that no second one may be made for its occurrence */
export function isBookedOrActive(status: BotStatus): boolean {
  return BOOKED_OR_ACTIVE_STATUSES.includes(status);
}

/** @returns whether the provider has been asked for this bot and it has not ended */
export function isActive(status: BotStatus): boolean {
  return ACTIVE_STATUSES.includes(status);
}

/**
 * The states from which a bot may move to `next`: every earlier live one. Meant as the condition of an
 * UPDATE, so that late, repeated and disordered messages change nothing.
 */
export function statusesBefore(next: BotStatus): BotStatus[] {
  const rank = PROGRESS.indexOf(next as (typeof PROGRESS)[number]);
  return rank === -1 ? [...PROGRESS] : PROGRESS.slice(0, rank);
}
