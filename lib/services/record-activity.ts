import type { Tx } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/prisma/client';

/** Who did something: a person in the dashboard, an API client, Google's calendar, the bot provider, or Usher itself. */
export type Actor = 'person' | 'api' | 'google' | 'provider' | 'usher';

export type Activity = {
  userId: string;
  at: Date;
  actor: Actor;
  /** Machine-readable, such as `bot.scheduled`. */
  action: string;
  /** One sentence for people. */
  summary: string;
  eventId?: string | null;
  occurrenceId?: string | null;
  botId?: string;
  calendarId?: string;
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
};

/** Writes what happened, in the transaction in which it happens. */
export async function recordActivity(tx: Tx, entries: Activity | Activity[]): Promise<void> {
  const data = Array.isArray(entries) ? entries : [entries];
  if (data.length > 0) await tx.activityEntry.createMany({ data });
}
