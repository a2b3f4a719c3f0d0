import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listBotsOf } from '@/lib/scheduling/list-bots';

const get = defineRoute(operations.listBots, ({ user, query: { limit, cursor, ...filters } }) =>
  listBotsOf(user.id, filters, { limit, cursor }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
