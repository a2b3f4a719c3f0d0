import { createApiKey, listApiKeys } from '@/lib/accounts/api-keys';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { requireKeyManager } from '@/lib/http/authenticate';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.listApiKeys, ({ user }) => listApiKeys(user.id));

const post = defineRoute(operations.createApiKey, ({ user, actor, credential, body, now }) => {
  requireKeyManager(credential);
  return createApiKey(user.id, body, { actor, now });
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, POST: post });
