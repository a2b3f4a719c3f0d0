import { ProviderStop, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { command, int, pick, query, type Sql, sql, text } from '@/lib/platform/sql';
import { isDue, mayHavePlace, type Senders, sender } from './sending';

// In all statements s is a row of "ProviderStop", and b of "ScheduledBot".

/** A bot waits for a provider that refuses this installation. One that is only to be recalled does not wait. */
function waits(senders: Senders, provider: string, now: Date): Sql {
  return sql`(${isDue(now)} AND b."meetingEnd" > ${now} AND (b."recallRequestedAt" IS NULL OR b."outcomeUnknown")
    AND ${sender(senders)} = ${provider})`;
}

/** Returns the bot that is sent next to a provider that refuses this installation: the one with the fewest attempts. */
export const nextProbe = query(
  pick(ScheduledBot, 'id', 'version'),
  (senders: Senders, provider: string, now: Date) => sql`
    SELECT b."id", b."version" FROM "ScheduledBot" b
     WHERE ${waits(senders, provider, now)} AND ${mayHavePlace(senders, now)}
     ORDER BY b."attempts", b."joinAt", b."id" LIMIT 1`,
);

/** Returns how many bots of a user wait for a provider. */
export const countWaiting = query(
  { count: int },
  (userId: string, senders: Senders, provider: string, now: Date) => sql`
    SELECT count(*)::int AS "count" FROM "ScheduledBot" b
     WHERE b."userId" = ${userId} AND ${waits(senders, provider, now)}`,
);

/** Writes why they wait to the bots that wait for a provider. Passes over those that another transaction is changing. */
export const tellWaiting = command(
  (senders: Senders, provider: string, reason: string, now: Date) => sql`
    WITH waiting AS (
      SELECT b."id" FROM "ScheduledBot" b
       WHERE ${waits(senders, provider, now)} AND b."recallRequestedAt" IS NULL
         AND b."statusReason" IS DISTINCT FROM ${reason}
         FOR NO KEY UPDATE OF b SKIP LOCKED)
    UPDATE "ScheduledBot" b SET "statusReason" = ${reason}, "updatedAt" = ${now}
      FROM waiting WHERE b."id" = waiting."id"`,
);

type Refusal = { provider: string; status: number; words: string | null; now: Date; nextProbeAt: Date };

/**
 * Stores that a provider refuses this installation.
 * @returns since when; an earlier refusal's time stays, and so does the time of the next probe
 */
export const storeStop = query(
  pick(ProviderStop, 'since'),
  ({ provider, status, words, now, nextProbeAt }: Refusal) => sql`
    INSERT INTO "ProviderStop" AS s ("provider", "since", "status", "words", "nextProbeAt")
    VALUES (${provider}, ${now}, ${status}, ${words}, ${nextProbeAt})
    ON CONFLICT ("provider") DO UPDATE SET "status" = EXCLUDED."status", "words" = EXCLUDED."words"
    RETURNING s."since"`,
);

/** Takes the turn to probe a provider, and returns it; nothing when it is not time yet, or another process has it. */
export const takeProbe = query(
  { provider: text },
  (provider: string, now: Date, nextProbeAt: Date) => sql`
    UPDATE "ProviderStop" s SET "nextProbeAt" = ${nextProbeAt}
     WHERE s."provider" = ${provider} AND s."nextProbeAt" <= ${now}
    RETURNING s."provider"`,
);
