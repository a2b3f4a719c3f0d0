import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { type BotStatus, LIVE_STATUSES } from './domain/bot-status';

/** The states in which a bot holds its occurrence, as the list of an SQL `IN`. */
export const LIVE_IN_SQL = inSql(LIVE_STATUSES);

function inSql(statuses: readonly BotStatus[]): Prisma.Sql {
  return Prisma.join(statuses.map((status) => Prisma.sql`${status}::"BotStatus"`));
}
