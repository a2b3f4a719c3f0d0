import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { readBotStatus } from '@/lib/scheduling/list-bots';

const get = defineRoute(operations.readBotStatus, ({ user, params }) =>
  readBotStatus(user.id, params.bot_id),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
