import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listScheduledBots } from '@/lib/scheduling/list-bots';

const get = defineRoute(operations.listScheduledBots, ({ user, query, now }) =>
  listScheduledBots(user.id, query, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
