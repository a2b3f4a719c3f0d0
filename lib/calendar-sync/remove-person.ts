import { type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { DeletedAccount } from '@/lib/contract/account';
import { UsherError } from '@/lib/contract/errors';
import type { RemovedPerson } from '@/lib/contract/people';
import { db } from '@/lib/platform/database/client';
import type { User as UserRow } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { enqueueSyncFollowUps } from './enable-sync';
import { type By, disable, findPerson, idsOf, ownAccount, record } from './people';
import { leaveGrants, revokeSoon } from './revoke-grants';

/**
 * Removes a person with everything that is stored of them, as soon as none of their bots is in a meeting: until then they are
 * disabled.
 * @throws UsherError not_found; own_account
 */
export async function removePerson(personId: string, by: By): Promise<RemovedPerson> {
  const { administratorId, ...author } = by;
  if (personId === administratorId) throw ownAccount();
  const { user, ...outcome } = await remove(personId, author, (change, user) =>
    record(change, user, 'removed', administratorId),
  );
  return {
    id: personId,
    ...outcome,
    message: outcome.removed
      ? `${user.email} is removed with everything that was stored.`
      : `${user.email} is signed out, and is removed as soon as their last bot has left its meeting.`,
  };
}

/**
 * Deletes the account of a person who asks for it, in the same way.
 * @param confirm the person's address, as they have typed it
 * @throws UsherError validation_failed (another address)
 */
export async function deleteOwnAccount(
  { id, email }: Pick<UserRow, 'id' | 'email'>,
  confirm: string,
  author: Author,
): Promise<DeletedAccount> {
  if (confirm.trim().toLowerCase() !== email.toLowerCase()) {
    const message = 'must be the address of your account';
    throw new UsherError('validation_failed', `confirm ${message}.`, {
      details: [{ path: 'confirm', message }],
    });
  }
  const { user: _, ...outcome } = await remove(id, author, async ({ tx, ...by }) => {
    logger.info({ person: email }, 'A person deleted their account');
    await recordActivity(tx, {
      userId: id,
      at: by.now,
      actor: by.actor,
      action: 'person.removed',
      cause: 'requested',
      summary: 'You deleted your account.',
      before: { person: email },
      after: { person: null },
    });
  });
  return {
    ...outcome,
    message: outcome.removed
      ? 'Your account is deleted with everything that was stored.'
      : 'You are signed out, and your account is deleted as soon as your last bot has left its meeting.',
  };
}

async function remove(
  personId: string,
  author: Author,
  note: (change: Change, user: UserRow) => Promise<void>,
): Promise<Omit<DeletedAccount, 'message'> & { user: UserRow }> {
  const { user, change } = await db().$transaction(async (tx) => {
    await lockUser(tx, personId);
    const user = await findPerson(tx, personId);
    const change = await disable({ tx, ...author }, personId);
    await tx.user.update({ where: { id: personId }, data: { removedAt: author.now } });
    await note({ tx, ...author }, user);
    return { user, change };
  });
  await enqueueSyncFollowUps(personId, change, author.now);
  const removed = (await deleteRemoved({ id: personId }, author.now)) > 0;
  if (removed) await revokeSoon(author.now);
  return {
    user,
    removed,
    bots_removed: change.reconciled.cancelled,
    bots_recalled: change.reconciled.recalled.length,
  };
}

/** Deletes the people who are to be removed and have no bot any more, and returns how many. */
export async function deleteRemovedPeople(now: Date): Promise<number> {
  return deleteRemoved({}, now);
}

async function deleteRemoved(who: { id?: string }, now: Date): Promise<number> {
  const where = {
    ...who,
    removedAt: { not: null },
    bots: {
      none: {
        OR: [
          { status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } },
          { recallRequestedAt: { not: null }, recalledAt: null },
        ],
      },
    },
  };
  return db().$transaction(async (tx) => {
    const ids = idsOf(await tx.user.findMany({ where, select: { id: true } }));
    if (ids.length === 0) return 0;
    await lockUser(tx, ...ids);
    // Of two at once the second finds none.
    const connections = await tx.calendarConnection.findMany({ where: { userId: { in: ids } } });
    const { count } = await tx.user.deleteMany({ where: { AND: [where, { id: { in: ids } }] } });
    const left = idsOf(await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true } }));
    await leaveGrants(
      tx,
      connections.filter(({ userId }) => !left.includes(userId)),
      now,
    );
    return count;
  });
}
