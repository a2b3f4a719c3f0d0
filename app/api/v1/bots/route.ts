import { botsQuery, scheduledBotsResponse } from '@/lib/contract/schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listBotsOf } from '@/lib/services/list-bots';

const get = defineRoute({ query: botsQuery, response: scheduledBotsResponse }, ({ user, query }) =>
  listBotsOf(user.id, query.view, query),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
