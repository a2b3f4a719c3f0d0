import type { Tx } from '@/lib/db/client';
import { Prisma, type User } from '@/lib/db/generated/prisma/client';
import type { Decision } from '@/lib/domain/join-decision';
import { loadDecidables, withRoommates } from './decidable';
import { decideAll, deciderOf } from './decide';

/**
 * Asks the decision function about stored occurrences of one user, as things are now; nothing is written.
 * @returns by occurrence id, also of meetings in the same rooms
 */
export async function decideStored(
  tx: Tx,
  user: Pick<User, 'id' | 'autoScheduleEnabled' | 'rules'>,
  occurrenceIds: string[],
  now: Date,
): Promise<Map<string, Decision>> {
  const mine = Prisma.sql`o."userId" = ${user.id} AND o."id" = ANY(${occurrenceIds}::text[])`;
  const rows = await withRoommates(tx, await loadDecidables(tx, mine));
  return decideAll(rows, new Map([[user.id, deciderOf(user)]]), now);
}
