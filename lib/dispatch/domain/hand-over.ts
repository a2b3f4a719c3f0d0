import { groupBy } from '@/lib/occurrences/domain/group-by';
import { type BotStatus, isActive } from '@/lib/scheduling/domain/bot-status';

/** The states of a bot that is in its meeting. */
export const IN_MEETING_STATUSES: readonly BotStatus[] = ['InMeeting', 'Recording'];

/** An active bot at a meeting link. */
export type BotAtLink = {
  id: string;
  userId: string;
  linkKey: string;
  /** The title of its meeting, which starts and ends at these times. */
  title: string;
  meetingStart: Date;
  meetingEnd: Date;
  /** The end of the last meeting that it is there for: its own, or one at the same time that has no bot of its own. */
  coversUntil: Date;
  status: BotStatus;
  recallRequested: boolean;
};

/** A bot that is to leave at a time, when the bot of the next meeting on its link is still in then. */
export type HandOver = { bot: BotAtLink; next: BotAtLink; at: Date };

/**
 * Returns the bots that leave for the next meeting on their link, and when: each at the end of the last meeting that it is
 * there for, if the bot of a later meeting is in by then, and not before that bot is in. Until then both are there, because
 * bots come early and the last minute of a meeting is recorded. A bot in the waiting room, or one that is leaving, takes
 * nothing over.
 * @param bots active bots, of any number of users and links
 */
export function planHandOvers(bots: BotAtLink[]): HandOver[] {
  return [...groupBy(bots, (bot) => `${bot.userId} ${bot.linkKey}`).values()].flatMap((there) =>
    there.flatMap((bot) => {
      const next = bot.recallRequested || bot.status === 'Leaving' ? null : nextOf(bot, there);
      return next ? { bot, next, at: bot.coversUntil } : [];
    }),
  );
}

/**
 * Returns the bot of the first later meeting whose bot is in, or null. A meeting that begins before this one ends is later as
 * well if it ends later: its own bot is there only because this bot's meeting had ended when that one was sent.
 */
function nextOf(bot: BotAtLink, there: BotAtLink[]): BotAtLink | null {
  // Of two meetings without a length at one time, one comes first.
  const isLater = (other: BotAtLink) =>
    (other.meetingStart >= bot.meetingEnd || other.meetingEnd > bot.meetingEnd) && inOrder(bot, other) < 0;
  return (
    there.filter((other) => other.id !== bot.id && isIn(other) && isLater(other)).sort(inOrder)[0] ?? null
  );
}

function isIn({ status, recallRequested }: BotAtLink): boolean {
  return !recallRequested && isInMeeting(status);
}

/** Returns whether a bot with this status is in its meeting. */
export function isInMeeting(status: BotStatus): boolean {
  return IN_MEETING_STATUSES.includes(status);
}

function inOrder(one: BotAtLink, other: BotAtLink): number {
  return +one.meetingStart - +other.meetingStart || (one.id < other.id ? -1 : 1);
}

/** Returns why a bot is leaving that was asked to leave for the next meeting. */
export function leavesFor(nextTitle: string): string {
  return `Leaves for the next meeting on this link, “${nextTitle}”.`;
}

/**
 * Returns how a bot ends that was asked to leave for the next meeting, and has left: its meeting was complete. A bot that
 * was never let in was at no meeting, and an end that its provider has reported meanwhile stays.
 * @param was its status before its provider was told, and now
 * @param nextTitle null when it is not known any more
 */
export function endAfterHandOver(
  was: { before: BotStatus; status: BotStatus },
  nextTitle: string | null,
): { status: BotStatus; statusReason?: string } {
  if (!isActive(was.status) && was.status !== 'Done') return { status: was.status };
  const next =
    nextTitle === null ? 'the next meeting on this link' : `the next meeting on this link, “${nextTitle}”`;
  return was.before === 'Joining' || was.before === 'WaitingRoom'
    ? { status: 'NotAllowed', statusReason: `It was not let in before ${next}.` }
    : { status: 'Done', statusReason: `Left for ${next}.` };
}
