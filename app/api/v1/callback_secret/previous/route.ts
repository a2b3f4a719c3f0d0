import * as operations from '@/lib/contract/operations/connections';
import { endPreviousSecret } from '@/lib/dispatch/callbacks/callback-secrets';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const remove = defineRoute(operations.endPreviousSecret, ({ user, actor, now }) =>
  endPreviousSecret(user.id, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ DELETE: remove });
