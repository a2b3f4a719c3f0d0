import * as operations from '@/lib/contract/operations/connections';
import { setBotProvider } from '@/lib/dispatch/choose-provider';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const patch = defineRoute(operations.updateConnection, ({ user, actor, params, body, now }) =>
  setBotProvider(user.id, params.connection_id, body.bot_provider, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ PATCH: patch });
