import { scheduledBotsQuery, scheduledBotsResponse } from '@/lib/contract/schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listScheduledBots } from '@/lib/services/list-bots';

const get = defineRoute(
  { query: scheduledBotsQuery, response: scheduledBotsResponse },
  ({ user, query, now }) => listScheduledBots(user.id, query, now),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
