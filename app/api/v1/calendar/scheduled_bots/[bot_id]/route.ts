import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { deleteBot, updateBot } from '@/lib/scheduling/edit-bot';
import { readBot } from '@/lib/scheduling/list-bots';

const get = defineRoute(operations.readBot, ({ user, params }) => readBot(user.id, params.bot_id));

const patch = defineRoute(operations.updateBot, ({ user, actor, params, body, now }) =>
  updateBot(user.id, params.bot_id, body, { actor, now }),
);

const remove = defineRoute(operations.deleteBot, ({ user, actor, params, now }) =>
  deleteBot(user.id, params.bot_id, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({
  GET: get,
  PATCH: patch,
  DELETE: remove,
});
