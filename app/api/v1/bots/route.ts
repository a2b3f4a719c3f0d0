import { botsQuery, scheduledBotsResponse } from '@/lib/contract/schedule';
import { defineRoute } from '@/lib/http/define-route';
import { listBotsOf } from '@/lib/services/list-bots';

export const GET = defineRoute({ query: botsQuery, response: scheduledBotsResponse }, ({ user, query }) =>
  listBotsOf(user.id, query.view, query),
);
