import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { cancelBots } from '@/lib/scheduling/remove-bots';

const post = defineRoute(operations.cancelBots, ({ user, actor, body, now }) =>
  cancelBots(user.id, body.bot_ids, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
