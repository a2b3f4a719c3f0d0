import { endSession } from '@/lib/accounts/sessions';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const remove = defineRoute(operations.endSession, ({ user, actor, params, now }) =>
  endSession(user.id, params.session_id, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ DELETE: remove });
