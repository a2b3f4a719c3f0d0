import type { ACTORS, ActivityKind } from '@/lib/contract/names';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { actingKey } from './acting-key';
import { seriesOfOccurrence } from './domain/series-of-occurrence';
import { insertEntries } from './queries';

/** Who did something: a person in the dashboard, an API client, Google, the bot provider, or Usher itself. */
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
   * What led to it, machine-readable: the code of the decision that was acted on (`auto_schedule`,
   * `cancelled`, …), or of what was requested or found (`requested`, `provider_report`, `calendar_removed`,
   * …).
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
  /**
   * Milliseconds after the change at Google, or after a bot that was sent was due; see
   * lib/activity/domain/delay.
   */
  delayMs?: number | null;
};

/** Stores what happened, in the transaction in which it happens, in one statement for all entries. */
export async function recordActivity(tx: Tx, entries: Activity | Activity[]): Promise<void> {
  const rows = [entries].flat().map(({ occurrenceId = null, eventId, ...entry }) => ({
    ...{ botId: null, calendarId: null, delayMs: null },
    ...entry,
    occurrenceId,
    apiKeyName: entry.actor === 'api' ? actingKey() : null,
    eventId: eventId ?? (occurrenceId ? seriesOfOccurrence(occurrenceId) : null),
  }));
  if (rows.length === 0) return;
  await insertEntries(tx, rows);
}

/** What a stranger can cause is recorded so often at most. */
const SELDOM_MS = 3_600_000;

/** Stores what someone without access has tried, unless the same is stored of the last hour: they must not fill the activity. */
export async function recordSeldom(entry: Activity): Promise<void> {
  const { userId, action, summary, at } = entry;
  await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const since = new Date(+at - SELDOM_MS);
    const known = await tx.activityEntry.findFirst({
      where: { userId, action, summary, at: { gt: since } },
      select: { id: true },
    });
    if (!known) await recordActivity(tx, entry);
  });
}

/** Returns what an entry records of a bot; all is null where there is none. */
export function botFacts(
  bot: Pick<ScheduledBot, 'status' | 'joinAt' | 'meetingUrl'> | null,
): Prisma.InputJsonObject {
  return {
    status: bot?.status ?? null,
    joinAt: bot?.joinAt.toISOString() ?? null,
    meetingUrl: bot?.meetingUrl ?? null,
  };
}
