import { db } from '@/lib/db/client';
import { Prisma, type ScheduledBot } from '@/lib/db/generated/prisma/client';
import { gathered } from '@/lib/gathered';

/** Longer than the provider may take to answer: until then nobody else asks for the same bot. */
const LEASE = Prisma.sql`interval '30 seconds'`;

type Claim = { id: string; version: number; now: Date };

/** Scheduled and due, or claimed by somebody who has not come back; b is the bot, c the claim. */
const CLAIMABLE = Prisma.sql`(
  b."status" = 'Scheduled' AND b."joinAt" <= c."now" + interval '1 second'
  OR b."status" = 'Joining' AND b."providerBotId" IS NULL AND (b."leaseUntil" IS NULL OR b."leaseUntil" < c."now"))`;

const claimGathered = gathered(claimFree);

/**
 * Claims a bot for one attempt: `Joining`, with a lease. Of any number of callers, in any number of processes, one gets it.
 * Claims made at the same time are one statement, and a bot that another transaction is changing holds up itself alone.
 * @param version the booking that is to be sent
 * @returns null when it is not this version's turn (any more), or somebody else has it
 */
export async function claimBot(id: string, version: number, now: Date): Promise<ScheduledBot | null> {
  const claim = { id, version, now };
  const claimed = await claimGathered(claim);
  if (claimed !== 'being changed') return claimed;
  const [bot] = await claimRows([claim], Prisma.empty);
  return bot ?? null;
}

async function claimFree(claims: Claim[]): Promise<(ScheduledBot | null | 'being changed')[]> {
  const claimed = new Map((await claimRows(claims, Prisma.sql`SKIP LOCKED`)).map((bot) => [bot.id, bot]));
  const rest = claims.filter(({ id }) => !claimed.has(id));
  const passedOver = new Set(rest.length > 0 ? await claimableOf(rest) : []);
  return claims.map(({ id }) => {
    const bot = claimed.get(id);
    // The same bot may have been asked for twice.
    claimed.delete(id);
    return bot ?? (passedOver.has(id) ? 'being changed' : null);
  });
}

async function claimRows(claims: Claim[], lock: Prisma.Sql): Promise<ScheduledBot[]> {
  return db().$queryRaw<ScheduledBot[]>`
    WITH due AS (
      SELECT b."id", c."now" FROM ${recordset(claims)}
        JOIN "ScheduledBot" b ON b."id" = c."id" AND b."version" = c."version"
       WHERE ${CLAIMABLE}
       ORDER BY b."id" FOR NO KEY UPDATE OF b ${lock})
    UPDATE "ScheduledBot" b
       SET "status" = 'Joining', "leaseUntil" = due."now" + ${LEASE},
           "attempts" = b."attempts" + 1, "updatedAt" = due."now",
           -- Whoever held a lease that has run out never came back with the answer.
           "outcomeUnknown" = b."outcomeUnknown" OR b."leaseUntil" IS NOT NULL
      FROM due WHERE b."id" = due."id"
    RETURNING b.*`;
}

async function claimableOf(claims: Claim[]): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT b."id" FROM ${recordset(claims)}
      JOIN "ScheduledBot" b ON b."id" = c."id" AND b."version" = c."version"
     WHERE ${CLAIMABLE}`;
  return rows.map(({ id }) => id);
}

function recordset(claims: Claim[]): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) AS c("id" text, "version" int, "now" timestamptz)`;
}
