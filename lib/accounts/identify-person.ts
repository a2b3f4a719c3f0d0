import { recordActivity } from '@/lib/activity/record-activity';
import { GoogleFailure } from '@/lib/google/errors';
import { db, type Tx } from '@/lib/platform/database/client';
import type { CalendarConnection, User as UserRow } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { newId } from '@/lib/platform/secrets';
import { askAddress, askSub, bindAccount } from './account-owner';
import { displacedAddress, isSameAddress, shownAddress, spellingsOf } from './domain/address';
import { toUser, type User } from './users';

/** A person as Google's id_token names them. `sub` says who they are; their address is a name that changes. */
export type GooglePerson = {
  sub: string;
  email: string;
  name: string | null;
  image: string | null;
  /** `hd`: the Workspace domain of their account; null where there is none. */
  hostedDomain: string | null;
};

export type Identified =
  | { user: User; isNew: boolean }
  /** `unconfirmed`: an operator must say whether it is the same person. `failed`: Google may say it later. */
  | { problem: 'unconfirmed' | 'failed' };

/**
 * Returns the user who has signed in, and creates one for a person who is new. A person is known by Google's `sub`: with
 * another address they are the same, and another `sub` with the same address is another person. A user from before `sub`
 * was stored is this person if Google says so of their own stored token.
 */
export async function identifyPerson(person: GooglePerson, now: Date): Promise<Identified> {
  const known = await db().user.findUnique({ where: { googleSub: person.sub } });
  if (known) return { user: toUser(await renew(known.id, person, now)), isNew: false };
  for (const candidate of await unboundUsers(person.email)) {
    const whose = await askWhose(candidate, person, now);
    if (whose === 'theirs') {
      return { user: toUser(await renew(candidate.id, person, now)), isNew: false };
    }
    if (whose === 'failed') return { problem: 'failed' };
    if (whose === 'unknown') {
      await db().user.update({
        where: { id: candidate.id },
        data: { claimedBySub: person.sub, claimedAt: now },
      });
      logger.warn(
        { email: candidate.email },
        'Google cannot say whether who signs in is the user with this address: `npm run confirm-person` decides',
      );
      return { problem: 'unconfirmed' };
    }
  }
  return create(person, now);
}

type Candidate = UserRow & { connections: CalendarConnection[] };

/**
 * Returns users of whom Google has not said who they are, and who may be the person with this address: they have it, or
 * their own account has it by now.
 */
async function unboundUsers(email: string): Promise<Candidate[]> {
  const spellings = spellingsOf(email);
  const renamed = { isPrimary: true, googleCalendarId: { in: spellings, mode: 'insensitive' as const } };
  const users = await db().user.findMany({
    where: {
      googleSub: null,
      OR: [{ email: { in: spellings } }, { connections: { some: { calendars: { some: renamed } } } }],
    },
    include: { connections: { include: { calendars: { where: renamed, select: { id: true } } } } },
    orderBy: { createdAt: 'asc' },
  });
  // Someone may have connected an account of another person beside their own.
  const isOwn = (account: CalendarConnection & { calendars: object[] }, user: UserRow) =>
    account.calendars.length > 0 && isSameAddress(account.accountEmail, user.email);
  return users.filter(
    (user) => spellings.includes(user.email) || user.connections.some((account) => isOwn(account, user)),
  );
}

/**
 * Asks Google, with the stored tokens of a user's own account, whether the user is this person. Of a user who never had an
 * account no one knows more than the address that an operator gave: whoever Google says has it is that user.
 */
async function askWhose(
  user: Candidate,
  person: GooglePerson,
  now: Date,
): Promise<'theirs' | 'anothers' | 'unknown' | 'failed'> {
  const own = user.connections.filter(({ accountEmail }) => isSameAddress(accountEmail, user.email));
  if (own.length === 0) return (await hasHadAccount(user)) ? 'unknown' : 'theirs';
  let answer: 'unknown' | 'failed' = 'unknown';
  for (const connection of own) {
    if (!connection.googleSub && connection.status === 'revoked') continue;
    try {
      const sub = await askSub(connection, now);
      const address = sub === null ? await askAddress(connection, now) : null;
      // An address is one account's at a time: the account that has it now is the one that has just signed in with it.
      const isTheirs = sub === null ? address && isSameAddress(address, person.email) : sub === person.sub;
      if (isTheirs) {
        await db().$transaction(async (tx) => {
          await lockUser(tx, user.id);
          await bindAccount(tx, connection, person.sub);
        });
        return 'theirs';
      }
      if (sub === null && address === null) continue;
      await settle(user, connection, { sub, address });
      return 'anothers';
    } catch (error) {
      if (!(error instanceof GoogleFailure)) throw error;
      if (error.passing) answer = 'failed';
    }
  }
  return answer;
}

async function hasHadAccount({ id, connections }: Candidate): Promise<boolean> {
  if (connections.length > 0) return true;
  const entry = await db().activityEntry.findFirst({
    where: { userId: id, action: { startsWith: 'connection.' } },
    select: { id: true },
  });
  return entry !== null;
}

/** Stores who a user is instead, as far as no other user is that person or has that address. */
async function settle(
  user: UserRow,
  connection: CalendarConnection,
  { sub, address }: { sub: string | null; address: string | null },
): Promise<void> {
  if (sub && (await db().user.count({ where: { googleSub: sub } })) === 0) {
    await db().user.updateMany({ where: { id: user.id, googleSub: null }, data: { googleSub: sub } });
    await db().calendarConnection.updateMany({
      where: { id: connection.id, googleSub: null },
      data: { googleSub: sub },
    });
  }
  const email = address?.toLowerCase();
  if (email && (await db().user.count({ where: { email } })) === 0)
    await db().user.update({ where: { id: user.id }, data: { email } });
}

/** Stores that a user is this person, with the name and address they have now. */
async function renew(userId: string, person: GooglePerson, now: Date): Promise<UserRow> {
  const { sub: googleSub, name, image, hostedDomain } = person;
  const email = person.email.toLowerCase();
  return db().$transaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (before.email !== email) await takeAddress(tx, email, now);
    const user = await tx.user.update({
      where: { id: userId },
      data: { googleSub, email, name, image, hostedDomain, claimedBySub: null, claimedAt: null },
    });
    if (!isSameAddress(before.email, email)) await recordAddress(tx, { before, after: user, now });
    return user;
  });
}

async function create(person: GooglePerson, now: Date): Promise<Identified> {
  const { sub: googleSub, name, image, hostedDomain } = person;
  const email = person.email.toLowerCase();
  try {
    const user = await db().$transaction(async (tx) => {
      await takeAddress(tx, email, now);
      // Whoever tries the demo may see all of it. Elsewhere an operator names administrators.
      const isAdmin = env().demo && (await tx.user.count()) === 0;
      return tx.user.create({
        data: { id: newId('usr'), googleSub, email, name, image, hostedDomain, isAdmin },
      });
    });
    return { user: toUser(user), isNew: true };
  } catch (error) {
    // The same person has signed in twice at once.
    const user = await db().user.findUnique({ where: { googleSub } });
    if (!user) throw error;
    return { user: toUser(user), isNew: false };
  }
}

/** Takes an address from the user who has it, because Google says that it is another person's now. */
async function takeAddress(tx: Tx, email: string, now: Date): Promise<void> {
  const before = await tx.user.findUnique({ where: { email } });
  if (!before) return;
  await displaceUser(tx, before, now);
}

/** Gives a user whose address is another person's now one that is no one's. Everything else of theirs stays. */
export async function displaceUser(tx: Tx, before: UserRow, now: Date): Promise<void> {
  const after = await tx.user.update({
    where: { id: before.id },
    data: { email: displacedAddress(before.email, before.id), claimedBySub: null, claimedAt: null },
  });
  await recordAddress(tx, { before, after, now });
  logger.warn({ email: before.email, userId: before.id }, 'The address of a user is another person’s now');
}

async function recordAddress(
  tx: Tx,
  { before, after, now }: { before: UserRow; after: UserRow; now: Date },
): Promise<void> {
  const [was, is] = [shownAddress(before.email), shownAddress(after.email)];
  await recordActivity(tx, {
    userId: after.id,
    at: now,
    actor: 'google',
    action: 'settings.address',
    cause: 'signed_in',
    summary:
      was === is
        ? `The address ${was} belongs to another Google account now.`
        : `Your address has changed from ${was} to ${is}.`,
    before: { email: before.email },
    after: { email: after.email },
  });
}
