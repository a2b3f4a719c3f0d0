import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { countBotsOf } from '@/lib/scheduling/list-bots';

const get = defineRoute(operations.countBots, ({ user, query }) => countBotsOf(user.id, query));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
