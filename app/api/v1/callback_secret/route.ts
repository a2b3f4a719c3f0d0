import * as operations from '@/lib/contract/operations/connections';
import { callbackSecret } from '@/lib/dispatch/callbacks/callback-signature';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.readCallbackSecret, async ({ user }) => ({
  callback_secret: callbackSecret(user.id),
}));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
