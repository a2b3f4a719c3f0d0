import { groupBy } from '@/lib/occurrences/domain/group-by';

/** The claim on a meeting link of a meeting that wants a bot, or whose bot is leaving or has left. Times are half-open. */
export type LinkClaim = {
  id: string;
  /** The link key together with its user: each user has one bot at a time at a link. */
  linkKey: string;
  title: string;
  start: Date;
  end: Date;
  /** Its own decision is that a bot joins. */
  wants: boolean;
  /** A person scheduled this meeting's bot, or set the meeting to “always”. */
  manual: boolean;
  bot: 'none' | 'scheduled' | 'active';
  /** When the bot of this meeting left, if it has ended. */
  presentUntil: Date | null;
};

/**
 * Assigns the bot of each shared link: of the meetings that have the same link at the same time, one has the bot. It is the
 * one whose bot is active, else one with a manual bot, else one that has a bot, else the one that starts first. A meeting
 * that ends when another starts is not at the same time. A meeting at whose start another one's bot was there needs none.
 * @param claims of any number of links
 * @returns for each meeting that is covered by another one's bot, by id, the claim of that other meeting
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

/** Returns whether the bot of `left` was there when this meeting started. An active or a manual bot stays all the same. */
function wasServedBy(claim: LinkClaim, left: LinkClaim): boolean {
  if (claim.bot === 'active' || claim.manual || !left.presentUntil) return false;
  return left.id !== claim.id && overlaps(claim, left) && left.presentUntil > claim.start;
}
