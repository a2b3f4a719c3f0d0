import { endOtherSessions, listSessions } from '@/lib/accounts/sessions';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.listSessions, ({ user, credential, now }) =>
  listSessions(user.id, credential.id, now),
);

const remove = defineRoute(operations.endOtherSessions, ({ user, actor, credential, now }) =>
  endOtherSessions(user.id, credential.id, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, DELETE: remove });
