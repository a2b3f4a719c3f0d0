import { scheduledBotsQuery, scheduledBotsResponse } from '@/lib/contract/schedule';
import { defineRoute } from '@/lib/http/define-route';
import { listScheduledBots } from '@/lib/services/list-bots';

export const GET = defineRoute(
  { query: scheduledBotsQuery, response: scheduledBotsResponse },
  ({ user, query, now }) => listScheduledBots(user.id, query, now),
);
