import type { ACTORS, ActivityKind } from '@/lib/contract/activity';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';

/** Who did something: a person in the dashboard, an API client, Google's calendar, the bot provider, or Usher itself. */
export type Actor = (typeof ACTORS)[number];

/** Who makes a change, and when. */
export type Author = { actor: Actor; now: Date };

/** A change that is being made: its transaction, who makes it, and when. */
export type Change = Author & { tx: Tx };

export type Activity = {
  userId: string;
  at: Date;
  actor: Actor;
  /** Machine-readable, such as `bot.scheduled`. */
  action: `${ActivityKind}.${string}`;
  /** One sentence for people. */
  summary: string;
  /**
   * What led to it, machine-readable: the code of the decision that was acted on (`auto_schedule`, `cancelled`, …), or
   * what was asked for or found (`asked`, `provider_report`, `calendar_removed`, …).
   */
  cause: string;
  /** By default the one the occurrence belongs to. */
  eventId?: string | null;
  occurrenceId?: string | null;
  botId?: string;
  calendarId?: string;
  /** The same fields before and after, as far as they differ; what did not exist is null. */
  before: Prisma.InputJsonObject;
  after: Prisma.InputJsonObject;
  /** Milliseconds after the change at Google, or of a bot that set out after it was due; see lib/activity/domain/delay. */
  delayMs?: number | null;
};

/** Writes what happened, in the transaction in which it happens, in one statement however much it is. */
export async function recordActivity(tx: Tx, entries: Activity | Activity[]): Promise<void> {
  const rows = (Array.isArray(entries) ? entries : [entries]).map((entry) => ({
    ...entry,
    eventId: entry.eventId ?? (entry.occurrenceId ? seriesOfOccurrence(entry.occurrenceId) : null),
  }));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "ActivityEntry" ("userId", "at", "actor", "action", "summary", "cause", "eventId", "occurrenceId", "botId",
                                 "calendarId", "before", "after", "delayMs")
    SELECT "userId", "at", "actor", "action", "summary", "cause", "eventId", "occurrenceId", "botId", "calendarId",
           "before", "after", "delayMs"
      FROM jsonb_populate_recordset(NULL::"ActivityEntry", ${JSON.stringify(rows)}::jsonb)`;
}

/** The id of the event an occurrence belongs to: the same without the original start, if it has one. */
export function seriesOfOccurrence(occurrenceId: string): string {
  return occurrenceId.replace(/_\d{8}T\d{6}Z$/, '');
}

/** What an entry tells of a bot; of one that does not exist, that it does not. */
export function botFacts(
  bot: Pick<ScheduledBot, 'status' | 'joinAt' | 'meetingUrl'> | null,
): Prisma.InputJsonObject {
  return {
    status: bot?.status ?? null,
    joinAt: bot?.joinAt.toISOString() ?? null,
    meetingUrl: bot?.meetingUrl ?? null,
  };
}
