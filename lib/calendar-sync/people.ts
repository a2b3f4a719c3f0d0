import { isAdministrator } from '@/lib/accounts/access';
import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import { type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { PeopleQuery, PeopleResponse, PersonRow, UpdatePerson } from '@/lib/contract/people';
import { db, type Tx } from '@/lib/platform/database/client';
import type { User as UserRow } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { disableSync, enableSync, enqueueSyncFollowUps, type SyncChange } from './enable-sync';

/** The administrator who makes a change; null for an operator at the command line. */
export type By = Author & { administratorId: string | null };

/** Returns the people of the installation, by address, a page at a time. `next` is the last address of the page. */
export async function listPeople({ q, limit, cursor }: PeopleQuery): Promise<PeopleResponse> {
  const text = q?.trim() ? ({ contains: q.trim(), mode: 'insensitive' } as const) : null;
  const users = await db().user.findMany({
    where: {
      ...(text ? { OR: [{ email: text }, { name: text }] } : {}),
      ...(cursor ? { email: { gt: cursor } } : {}),
    },
    orderBy: { email: 'asc' },
    take: limit + 1,
  });
  const page = users.slice(0, limit);
  return {
    next: users.length > limit ? (page.at(-1)?.email ?? null) : null,
    results: await show(page),
  };
}

async function show(users: UserRow[]): Promise<PersonRow[]> {
  const of = { userId: { in: users.map(({ id }) => id) } };
  const [sessions, keys, accounts, bots] = await Promise.all([
    db().session.groupBy({ by: ['userId'], where: of, _max: { seenAt: true } }),
    db().apiKey.groupBy({ by: ['userId'], where: of, _max: { lastUsedAt: true } }),
    db().calendarConnection.findMany({
      where: of,
      select: { userId: true, accountEmail: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    db().scheduledBot.groupBy({
      by: ['userId', 'status'],
      where: { ...of, status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } },
      _count: true,
    }),
  ]);
  return users.map((user) => {
    const own = <Row extends { userId: string }>(rows: Row[]) => rows.filter((row) => row.userId === user.id);
    const seen = Math.max(
      ...own(sessions).map(({ _max }) => Number(_max.seenAt)),
      ...own(keys).map(({ _max }) => Number(_max.lastUsedAt)),
      0,
    );
    const count = (isBooked: boolean) =>
      own(bots)
        .filter(({ status }) => (status === 'Scheduled') === isBooked)
        .reduce((sum, { _count }) => sum + _count, 0);
    return {
      id: user.id,
      email: user.email,
      name: user.name,
      is_administrator: isAdministrator(user),
      status: user.removedAt ? 'being_removed' : user.disabledAt ? 'disabled' : 'active',
      created_at: user.createdAt.toISOString(),
      last_seen_at: seen > 0 ? new Date(seen).toISOString() : null,
      accounts: own(accounts).map(({ accountEmail }) => accountEmail),
      bots_booked: count(true),
      bots_active: count(false),
      max_bots: user.maxBots,
      max_bots_default: env().MAX_BOTS_PER_PERSON,
    };
  });
}

/**
 * Disables or enables a person, makes them an administrator or not, or sets how many of their bots may be in meetings at one
 * time. Disabling ends their sessions, and the sync of their
 * calendars with it: booked bots are canceled and active ones recalled. Enabling brings all of that back.
 * @throws UsherError not_found; own_account (an administrator cannot disable themselves, nor stop being one)
 */
export async function updatePerson(personId: string, body: UpdatePerson, by: By): Promise<PersonRow> {
  const { administratorId, ...author } = by;
  const { disabled, is_administrator: isAdmin, max_bots: maxBots } = body;
  const locksOut = disabled !== undefined || isAdmin !== undefined;
  if (locksOut && personId === administratorId) throw ownAccount();
  const { user, change } = await db().$transaction(async (tx) => {
    await lockUser(tx, personId);
    const before = await findPerson(tx, personId);
    const change =
      disabled === undefined || disabled === (before.disabledAt !== null)
        ? null
        : await (disabled ? disable : enable)({ tx, ...author }, personId);
    const user = await tx.user.update({ where: { id: personId }, data: { isAdmin, maxBots } });
    if (change) await record({ tx, ...author }, user, disabled ? 'disabled' : 'enabled', administratorId);
    if (isAdmin !== undefined && isAdmin !== before.isAdmin)
      await record({ tx, ...author }, user, isAdmin ? 'promoted' : 'demoted', administratorId);
    if (maxBots !== undefined && maxBots !== before.maxBots)
      await record({ tx, ...author }, user, 'limited', administratorId);
    return { user, change };
  });
  if (change) await enqueueSyncFollowUps(personId, change, by.now);
  const [shown] = await show([user]);
  return shown as PersonRow;
}

/** @throws UsherError not_found */
export async function findPerson(tx: Tx, personId: string): Promise<UserRow> {
  const user = await tx.user.findUnique({ where: { id: personId } });
  if (!user) throw new UsherError('not_found', 'There is no person with this id.');
  return user;
}

/** Ends a person's sessions, and the sync of their calendars with their bots. */
export async function disable(change: Change, userId: string): Promise<SyncChange> {
  const { tx, now } = change;
  await tx.user.update({ where: { id: userId }, data: { disabledAt: now } });
  await tx.session.deleteMany({ where: { userId } });
  const synced = await tx.calendar.findMany({
    where: { userId, syncEnabled: true },
    select: { id: true },
  });
  return disableSync(change, userId, idsOf(synced), { resumes: true });
}

async function enable(change: Change, userId: string): Promise<SyncChange> {
  const { tx } = change;
  await tx.user.update({ where: { id: userId }, data: { disabledAt: null, removedAt: null } });
  const before = await tx.calendar.findMany({
    where: { userId, resumesSync: true, leftListAt: null, connection: { status: 'active' } },
    select: { id: true, accessRole: true },
  });
  // The sync of others has stopped because they cannot be read; it resumes when they can.
  return enableSync(change, userId, idsOf(before.filter(({ accessRole }) => canBeRead(accessRole))));
}

export const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

const SAID: Record<
  'disabled' | 'enabled' | 'removed' | 'promoted' | 'demoted' | 'limited',
  (user: UserRow) => string
> = {
  disabled: () => 'was disabled',
  enabled: () => 'was enabled',
  removed: () => 'was removed',
  promoted: () => 'was made an administrator',
  demoted: () => 'is no longer an administrator',
  limited: ({ maxBots }: UserRow) =>
    maxBots === null
      ? 'may have as many bots in meetings at one time as everyone else'
      : `may have at most ${maxBots} ${maxBots === 1 ? 'bot' : 'bots'} in meetings at one time`,
};

/** Records a change in the log, and in the activity of the administrator who made it and of the person. */
export async function record(
  { tx, actor, now }: Change,
  user: UserRow,
  what: keyof typeof SAID,
  administratorId: string | null,
): Promise<void> {
  const { id, email } = user;
  logger.info(
    { person: email, administrator: administratorId ?? 'command line' },
    `A person ${SAID[what](user)}`,
  );
  const entry = {
    at: now,
    actor,
    action: `person.${what}` as const,
    cause: 'requested',
    before: { person: null },
    after: { person: email },
  };
  await recordActivity(tx, [
    { ...entry, userId: id, summary: ownSummary(user, what) },
    ...(administratorId
      ? [{ ...entry, userId: administratorId, summary: `${email} ${SAID[what](user)}.` }]
      : []),
  ]);
}

function ownSummary(user: UserRow, what: keyof typeof SAID): string {
  if (what !== 'limited') return `Your account ${SAID[what](user)} by an administrator.`;
  const most = user.maxBots ?? 'as many as everyone else';
  return `An administrator set how many of your bots may be in meetings at one time: ${most}.`;
}

export function ownAccount(): UsherError {
  return new UsherError('own_account', 'This is your own account: another administrator must do that.');
}
