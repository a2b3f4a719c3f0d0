import { createApiKey, listApiKeys } from '@/lib/accounts/api-keys';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.listApiKeys, ({ user }) => listApiKeys(user.id));

const post = defineRoute(operations.createApiKey, ({ user, actor, body, now }) =>
  createApiKey(user.id, body.name, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, POST: post });
