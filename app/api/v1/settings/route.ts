import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { updateSettings } from '@/lib/scheduling/update-settings';

const get = defineRoute(operations.readSettings, async ({ user }) => user.settings);

const patch = defineRoute(operations.updateSettings, ({ user, actor, body, now }) =>
  updateSettings(user.id, body, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, PATCH: patch });
