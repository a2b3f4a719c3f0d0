import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { BOOKED_OR_ACTIVE_STATUSES, type BotStatus } from './domain/bot-status';

/** The states in which a bot holds its occurrence, as the list of an SQL `IN`. */
export const BOOKED_OR_ACTIVE_IN_SQL = inSql(BOOKED_OR_ACTIVE_STATUSES);

function inSql(statuses: readonly BotStatus[]): Prisma.Sql {
  return Prisma.join(statuses.map((status) => Prisma.sql`${status}::"BotStatus"`));
}
