import { ApiKey, Session, User } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import { command, pick, query, type Row, select, sql } from '@/lib/platform/sql';

const user = pick(
  User,
  'id',
  'email',
  'name',
  'hostedDomain',
  'isAdmin',
  'timeZone',
  'timeFormat',
  'weekStart',
  'platformOrder',
  'autoScheduleEnabled',
  'defaultBotConfig',
  'rules',
);
/** The columns of a user that a request needs. */
export type UserRow = Row<typeof user>;

/** The user whom an API key belongs to, unless it was revoked or has expired, or the user is disabled. */
export const userOfApiKey = query(
  {
    ...user,
    keyId: ApiKey.id,
    keyName: ApiKey.name,
    keyUsedAt: ApiKey.lastUsedAt,
    keyAccess: ApiKey.access,
    keyMayManageKeys: ApiKey.mayManageKeys,
  },
  (keyHash: string, now: Date) =>
    prepared(sql`
    SELECT ${select('u', user)}, k."id" AS "keyId", k."name" AS "keyName", k."lastUsedAt" AS "keyUsedAt", k."access" AS "keyAccess",
           k."mayManageKeys" AS "keyMayManageKeys"
      FROM "ApiKey" k JOIN "User" u ON u."id" = k."userId"
     WHERE k."hash" = ${keyHash} AND k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > ${now})
       AND u."disabledAt" IS NULL`),
);

/** The user who is signed in by a session, unless it has ended or the user is disabled. */
export const userOfSession = query({ ...user, seenAt: Session.seenAt }, (sessionId: string, now: Date) =>
  prepared(sql`
    SELECT ${select('u', user)}, s."seenAt" AS "seenAt"
      FROM "Session" s JOIN "User" u ON u."id" = s."userId"
     WHERE s."id" = ${sessionId} AND s."endsAt" > ${now} AND u."disabledAt" IS NULL`),
);

type Claim = { userId: string; key: string; requestHash: string; now: Date; leaseUntil: Date };

/**
 * Claims an Idempotency-Key that is new or expired, or that the same request has claimed and not answered, and
 * whose lease has run out. It changes one row, or none when the key is taken.
 * @param expired keys claimed until then are free
 */
export const claimKey = command(
  ({ userId, key, requestHash, now, leaseUntil }: Claim, expired: Date) => sql`
    INSERT INTO "IdempotencyRecord" AS r ("userId", "key", "requestHash", "createdAt", "leaseUntil")
    VALUES (${userId}, ${key}, ${requestHash}, ${now}, ${leaseUntil})
    ON CONFLICT ("userId", "key") DO UPDATE
       SET "requestHash" = EXCLUDED."requestHash", "createdAt" = EXCLUDED."createdAt",
           "leaseUntil" = EXCLUDED."leaseUntil", "status" = NULL, "answer" = NULL
     WHERE r."createdAt" <= ${expired}
        OR r."status" IS NULL AND r."requestHash" = EXCLUDED."requestHash"
           AND (r."leaseUntil" IS NULL OR r."leaseUntil" <= ${now})`,
);

/**
 * Deletes a person's oldest answers to Idempotency-Keys, beyond the newest ones and beyond so many bytes of them. A request that is
 * still being answered keeps its key.
 */
export const dropOldestAnswers = command(
  (userId: string, most: { answers: number; bytes: number }) => sql`
    DELETE FROM "IdempotencyRecord" d
     USING (SELECT "key", row_number() OVER newest AS "n",
                   sum(coalesce(pg_column_size("answer"), 0)) OVER newest AS "bytes"
              FROM "IdempotencyRecord" WHERE "userId" = ${userId}
            WINDOW newest AS (ORDER BY "createdAt" DESC, "key")) r
     WHERE d."userId" = ${userId} AND d."key" = r."key" AND d."status" IS NOT NULL
       AND (r."n" > ${most.answers} OR r."bytes" > ${most.bytes})`,
);
