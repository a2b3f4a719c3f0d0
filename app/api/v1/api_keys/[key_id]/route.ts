import { revokeApiKey } from '@/lib/accounts/api-keys';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { requireKeyManager } from '@/lib/http/authenticate';
import { defineRoute } from '@/lib/http/define-route';

const remove = defineRoute(operations.revokeApiKey, ({ user, actor, credential, params, now }) => {
  const isItself = credential.kind === 'key' && credential.id === params.key_id;
  if (!isItself) requireKeyManager(credential);
  return revokeApiKey(user.id, params.key_id, actor, now);
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ DELETE: remove });
