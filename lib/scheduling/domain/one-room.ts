import { groupBy } from '@/lib/occurrences/domain/group-by';

/** What a meeting that wants a bot, or whose bot was there, has to do with its room. Times half-open. */
export type RoomClaim = {
  id: string;
  /** The room, of one user: no bot of theirs may be there beside another. */
  room: string;
  title: string;
  start: Date;
  end: Date;
  /** Its own decision is that a bot joins. */
  wants: boolean;
  /** A person asked for this meeting's bot. */
  byHand: boolean;
  bot: 'none' | 'booked' | 'under_way';
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
export function shareRooms(claims: RoomClaim[]): Map<string, RoomClaim> {
  const givesWay = new Map<string, RoomClaim>();
  for (const room of groupBy(claims, (claim) => claim.room).values()) {
    const left = room.filter((claim) => claim.presentUntil);
    const holders: RoomClaim[] = [];
    for (const claim of room.filter(({ wants }) => wants).sort(byPriority)) {
      const holder =
        holders.find((other) => overlaps(claim, other)) ?? left.find((other) => wasServedBy(claim, other));
      if (holder) givesWay.set(claim.id, holder);
      else holders.push(claim);
    }
  }
  return givesWay;
}

const RANK = { under_way: 0, booked: 1, none: 2 };

function byPriority(one: RoomClaim, other: RoomClaim): number {
  return (
    Number(other.bot === 'under_way') - Number(one.bot === 'under_way') ||
    Number(other.byHand) - Number(one.byHand) ||
    RANK[one.bot] - RANK[other.bot] ||
    +one.start - +other.start ||
    (one.id < other.id ? -1 : 1)
  );
}

function overlaps(one: RoomClaim, other: RoomClaim): boolean {
  return one.start < other.end && other.start < one.end;
}

/** A bot under way for its own meeting is nobody's to take away. */
function wasServedBy(claim: RoomClaim, left: RoomClaim): boolean {
  if (claim.bot === 'under_way' || claim.byHand || !left.presentUntil) return false;
  return left.id !== claim.id && overlaps(claim, left) && left.presentUntil > claim.start;
}
