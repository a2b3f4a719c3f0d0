import * as operations from '@/lib/contract/operations/recurrence';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { countSeriesBots } from '@/lib/scheduling/count-series-bots';

const get = defineRoute(operations.countSeriesBots, ({ user, params, now }) =>
  countSeriesBots(user.id, params.event_id, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
