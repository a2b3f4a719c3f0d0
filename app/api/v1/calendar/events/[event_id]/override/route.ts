import * as operations from '@/lib/contract/operations/events';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { setOverride } from '@/lib/scheduling/set-override';

const put = defineRoute(operations.setOverride, ({ user, actor, params, body, now }) =>
  setOverride(user, params.event_id, body.override, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ PUT: put });
