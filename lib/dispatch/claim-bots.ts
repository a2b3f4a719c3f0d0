import { db } from '@/lib/platform/database/client';
import { Prisma, type ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { dueBefore } from '@/lib/scheduling/domain/join-time';
import { configuredProviders } from './choose-provider';

/** Longer than the provider may take to answer: until then nobody else asks for the same bot. */
const LEASE_MS = 30_000;

/** A bot, and the booking of it that is to be sent. */
export type DueBot = Pick<ScheduledBot, 'id' | 'version'>;

/** What sending a bot takes: in a crowd each column costs. */
const COLUMNS = [
  ...([
    'id',
    'userId',
    'occurrenceId',
    'title',
    'meetingUrl',
    'meetingStart',
    'meetingEnd',
    'joinAt',
  ] as const),
  ...(['botName', 'customAttributes', 'botConfig', 'provider', 'attempts', 'outcomeUnknown'] as const),
  ...(['statusReason', 'recallRequestedAt', 'wantedSince'] as const),
];
const CLAIMED = Prisma.raw(COLUMNS.map((name) => `b."${name}"`).join(', '));

/** A bot that is the caller's for one attempt: `Joining`. */
export type ClaimedBot = Pick<ScheduledBot, (typeof COLUMNS)[number]>;

/**
 * Claims bots for one attempt each, in one statement: `Joining`, with a lease. Of any number of callers, in any number
 * of processes, one gets a bot.
 * @returns those that are the caller's now, and those that another transaction is changing, which nobody waited for. The
 *   rest is somebody else's, or it is not their version's turn (any more)
 */
export async function claimBots(
  bookings: DueBot[],
  now: Date,
): Promise<{ claimed: ClaimedBot[]; beingChanged: DueBot[] }> {
  const claimed = await claim(bookings, now, Prisma.sql`SKIP LOCKED`);
  const ids = new Set(claimed.map(({ id }) => id));
  const rest = bookings.filter(({ id }) => !ids.has(id));
  return { claimed, beingChanged: rest.length > 0 ? await claimable(rest, now) : [] };
}

/**
 * The same for one bot, which may have to wait for the transaction that is changing it.
 * @returns null when it is not this version's turn (any more), or somebody else has it
 */
export async function claimBot(booking: DueBot, now: Date): Promise<ClaimedBot | null> {
  const [bot] = await claim([booking], now, Prisma.empty);
  return bot ?? null;
}

async function claim(bookings: DueBot[], now: Date, lock: Prisma.Sql): Promise<ClaimedBot[]> {
  return db().$queryRaw<ClaimedBot[]>`
    WITH due AS (${asked(bookings, now)} ORDER BY b."id" FOR NO KEY UPDATE OF b ${lock})
    UPDATE "ScheduledBot" b
       SET "status" = 'Joining', "leaseUntil" = ${new Date(+now + LEASE_MS)}, "attempts" = b."attempts" + 1,
           "updatedAt" = ${now}, "provider" = ${provider()},
           -- Whoever held a lease that has run out never came back with the answer.
           "outcomeUnknown" = b."outcomeUnknown" OR b."leaseUntil" IS NOT NULL
      FROM due WHERE b."id" = due."id"
    RETURNING ${CLAIMED}`;
}

function claimable(bookings: DueBot[], now: Date): Promise<DueBot[]> {
  return db().$queryRaw<DueBot[]>(asked(bookings, now));
}

/** Of these bookings (b) those that are due. */
function asked(bookings: DueBot[], now: Date): Prisma.Sql {
  const ids = bookings.map(({ id }) => id);
  const versions = bookings.map(({ version }) => version);
  return Prisma.sql`
    SELECT b."id", b."version" FROM unnest(${ids}::text[], ${versions}::int[]) AS c("id", "version")
      JOIN "ScheduledBot" b ON b."id" = c."id" AND b."version" = c."version"
     WHERE ${isDue(now)}`;
}

/**
 * Whether "ScheduledBot" b is to be sent now: its time has come, or that of its next try, or whoever claimed it has not
 * come back.
 */
export function isDue(now: Date): Prisma.Sql {
  return Prisma.sql`(b."status" = 'Scheduled' AND b."joinAt" < ${dueBefore(now)}
    OR b."status" = 'Joining' AND b."providerBotId" IS NULL
       AND (b."leaseUntil" < ${now}
            OR b."leaseUntil" IS NULL AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" <= ${now})))`;
}

/**
 * Who sends a bot is decided as it sets out: the provider chosen for its calendar's connection, if it is set up here,
 * else the installation's. The row keeps it before the provider is called, so that a later attempt, a recall and every
 * report speak of the same provider, whatever is chosen meanwhile.
 */
function provider(): Prisma.Sql {
  const names = configuredProviders().map(({ name }) => name);
  return Prisma.sql`
    CASE WHEN b."attempts" > 0 THEN b."provider" ELSE COALESCE((
      SELECT k."botProvider" FROM "Occurrence" o
        JOIN "Calendar" l ON l."id" = o."calendarId" JOIN "CalendarConnection" k ON k."id" = l."connectionId"
       WHERE o."id" = b."occurrenceId" AND k."botProvider" = ANY(${names}::text[])), ${env().BOT_PROVIDER}) END`;
}
