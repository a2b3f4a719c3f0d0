import * as operations from '@/lib/contract/operations/bots';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { restoreBots } from '@/lib/scheduling/restore-bots';

const post = defineRoute(operations.restoreBots, ({ user, actor, body, now }) =>
  restoreBots(user, body.bot_ids, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
