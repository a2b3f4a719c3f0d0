import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { Prisma } from './generated/prisma/client';

/** The states in which a bot holds its occurrence, as the list of an SQL `IN`. */
export const LIVE_IN_SQL = Prisma.join(LIVE_STATUSES.map((status) => Prisma.sql`${status}::"BotStatus"`));
