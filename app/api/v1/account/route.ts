import { deleteOwnAccount } from '@/lib/calendar-sync/remove-person';
import * as operations from '@/lib/contract/operations/own-account';
import { allowMethods } from '@/lib/http/allow-methods';
import { requireKeyManager } from '@/lib/http/authenticate';
import { defineRoute } from '@/lib/http/define-route';

const remove = defineRoute(operations.deleteAccount, ({ user, actor, credential, body, now }) => {
  requireKeyManager(credential);
  return deleteOwnAccount(user, body.confirm, { actor, now });
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ DELETE: remove });
