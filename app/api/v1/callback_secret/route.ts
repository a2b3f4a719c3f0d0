import * as operations from '@/lib/contract/operations/connections';
import { readCallbackSecret, replaceCallbackSecret } from '@/lib/dispatch/callbacks/callback-secrets';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.readCallbackSecret, ({ user, now }) => readCallbackSecret(user.id, now));

const post = defineRoute(operations.replaceCallbackSecret, ({ user, actor, now }) =>
  replaceCallbackSecret(user.id, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, POST: post });
