import { type Author, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { EndedSessions, SessionsResponse } from '@/lib/contract/sessions';
import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { newId } from '@/lib/platform/secrets';
import { userOfSession } from './queries';
import { toUser, type User } from './users';

/** A person signs in again after so many days, however often they come. */
export const SESSION_DAYS = 30;
const DAY_MS = 86_400_000;
/** When a session was last used is for people, and exact to the minute. */
const SEEN_RESOLUTION_MS = 60_000;
/** A browser's name of itself is what a stranger sends. */
const MAX_USER_AGENT = 300;

/**
 * Stores that a person has signed in, and returns the session's id, which their cookie names.
 * @param browser as it calls itself, and the session that its cookie named until now, which ends: no cookie names it any more
 */
export async function startSession(
  userId: string,
  { userAgent = null, replacedId = null }: { userAgent?: string | null; replacedId?: string | null },
  now: Date,
): Promise<string> {
  return db().$transaction(async (tx) => {
    if (replacedId) await tx.session.deleteMany({ where: { id: replacedId } });
    const { id } = await tx.session.create({
      data: {
        id: newId('ses'),
        userId,
        userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
        createdAt: now,
        seenAt: now,
        endsAt: new Date(+now + SESSION_DAYS * DAY_MS),
      },
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor: 'person',
      action: 'session.started',
      cause: 'signed_in',
      summary: 'You signed in.',
      before: { id: null },
      after: { id },
    });
    logger.info({ user: userId }, 'Signed in');
    return id;
  });
}

/**
 * Returns the person who is signed in by a session, and stores that it was used.
 * @returns null for a session that has ended, and for a person who is disabled
 */
export async function findUserBySession(sessionId: string, now: Date): Promise<User | null> {
  const [found] = await userOfSession(db(), sessionId, now);
  if (!found) return null;
  const { seenAt, ...user } = found;
  const stale = new Date(+now - SEEN_RESOLUTION_MS);
  if (seenAt <= stale) {
    // Of many requests at once, one writes.
    await db().session.updateMany({
      where: { id: sessionId, seenAt: { lte: stale } },
      data: { seenAt: now },
    });
  }
  return toUser(user);
}

/** Returns whether a session has not ended, and its person is not disabled. */
export async function hasSession(sessionId: string, now: Date): Promise<boolean> {
  const where = { id: sessionId, endsAt: { gt: now }, user: { disabledAt: null } };
  return (await db().session.count({ where })) > 0;
}

/** Returns a person's sessions, the one used last first. `currentId` is the one that asks. */
export async function listSessions(userId: string, currentId: string, now: Date): Promise<SessionsResponse> {
  const rows = await db().session.findMany({
    where: { userId, endsAt: { gt: now } },
    orderBy: [{ seenAt: 'desc' }, { id: 'desc' }],
  });
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      user_agent: row.userAgent,
      created_at: row.createdAt.toISOString(),
      last_seen_at: row.seenAt.toISOString(),
      ends_at: row.endsAt.toISOString(),
      is_current: row.id === currentId,
    })),
  };
}

/**
 * Ends one of a person's sessions at once: the next request with its cookie is refused.
 * @throws UsherError not_found
 */
export async function endSession(userId: string, sessionId: string, author: Author): Promise<EndedSessions> {
  const ended = await endSessions({ id: sessionId, userId }, author);
  if (ended === 0) throw new UsherError('not_found', 'There is no session with this id.');
  return { ended, message: 'Signed out there.' };
}

/** Ends all sessions of a person but the one that asks. */
export async function endOtherSessions(
  userId: string,
  currentId: string,
  author: Author,
): Promise<EndedSessions> {
  const ended = await endSessions({ userId, NOT: { id: currentId } }, author);
  return {
    ended,
    message: ended === 1 ? 'Signed out in 1 other browser.' : `Signed out in ${ended} other browsers.`,
  };
}

/** Ends the session of a cookie that signs out; none where it has ended already. */
export async function signOut(sessionId: string, now: Date): Promise<void> {
  await endSessions({ id: sessionId }, { actor: 'person', now });
}

type Which = { id?: string; userId?: string; NOT?: { id: string } };

async function endSessions(where: Which, { actor, now }: Author): Promise<number> {
  return db().$transaction(async (tx) => {
    const rows = await tx.session.findMany({ where, select: { id: true, userId: true } });
    // Another request may have ended some of them.
    const { count } = await tx.session.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    const userId = rows[0]?.userId;
    if (count > 0 && userId) {
      logger.info({ user: userId, sessions: count }, 'Signed out');
      await recordActivity(tx, {
        userId,
        at: now,
        actor,
        action: 'session.ended',
        cause: 'signed_out',
        summary: count === 1 ? 'You signed out.' : `You signed out in ${count} browsers.`,
        before: { ids: rows.map(({ id }) => id) },
        after: { ids: null },
      });
    }
    return count;
  });
}

/** Deletes sessions that have ended by time, and returns how many. */
export async function forgetEndedSessions(now: Date): Promise<number> {
  const { count } = await db().session.deleteMany({ where: { endsAt: { lte: now } } });
  return count;
}
