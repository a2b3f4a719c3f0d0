import type { User } from '@/lib/accounts/users';
import type { Tx } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { decideAll, deciderOf } from './decide';
import { loadDecisionInputs, withSharedLinks } from './decision-input';
import type { Decision } from './domain/join-decision';

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
  const rows = await withSharedLinks(tx, await loadDecisionInputs(tx, mine));
  return decideAll(rows, new Map([[user.id, deciderOf(user)]]), now);
}
