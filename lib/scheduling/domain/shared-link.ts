import { groupBy } from '@/lib/occurrences/domain/group-by';

/** What a meeting that wants a bot, or whose bot was there, has to do with its room. Times half-open. */
export type LinkClaim = {
  id: string;
  /** The room, of one user: no bot of theirs may be there beside another. */
  linkKey: string;
  title: string;
  start: Date;
  end: Date;
  /** Its own decision is that a bot joins. */
  wants: boolean;
  /** A person asked for this meeting's bot. */
  manual: boolean;
  bot: 'none' | 'scheduled' | 'active';
  /** Until when a bot that has ended was in the room for this meeting. */
  presentUntil: Date | null;
};

/**
 * One room, one bot: of meetings in one room at one time, one has the bot. It is, in this order: the one whose bot is
 * under way, that a person asked a bot for, that has a bot, that starts first. Meetings of which one ends when the other
 * starts are not at one time. A meeting whose start another one's bot has seen needs none any more.
 * @param claims of any number of rooms
 * @returns for each meeting that gives way, the meeting whose bot is there
 */
export function assignSharedLinks(claims: LinkClaim[]): Map<string, LinkClaim> {
  const coveredBy = new Map<string, LinkClaim>();
  for (const sharing of groupBy(claims, (claim) => claim.linkKey).values()) {
    const left = sharing.filter((claim) => claim.presentUntil);
    const holders: LinkClaim[] = [];
    for (const claim of sharing.filter(({ wants }) => wants).sort(byPriority)) {
      const holder =
        holders.find((other) => overlaps(claim, other)) ?? left.find((other) => wasServedBy(claim, other));
      if (holder) coveredBy.set(claim.id, holder);
      else holders.push(claim);
    }
  }
  return coveredBy;
}

const RANK = { active: 0, scheduled: 1, none: 2 };

function byPriority(one: LinkClaim, other: LinkClaim): number {
  return (
    Number(other.bot === 'active') - Number(one.bot === 'active') ||
    Number(other.manual) - Number(one.manual) ||
    RANK[one.bot] - RANK[other.bot] ||
    +one.start - +other.start ||
    (one.id < other.id ? -1 : 1)
  );
}

function overlaps(one: LinkClaim, other: LinkClaim): boolean {
  return one.start < other.end && other.start < one.end;
}

/** A bot under way for its own meeting is nobody's to take away. */
function wasServedBy(claim: LinkClaim, left: LinkClaim): boolean {
  if (claim.bot === 'active' || claim.manual || !left.presentUntil) return false;
  return left.id !== claim.id && overlaps(claim, left) && left.presentUntil > claim.start;
}
