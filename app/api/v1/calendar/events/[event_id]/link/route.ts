import * as operations from '@/lib/contract/operations/events';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { chooseLink, readLink } from '@/lib/scheduling/choose-link';

const get = defineRoute(operations.getLink, ({ user, params, now }) =>
  readLink(user.id, params.event_id, now),
);

const put = defineRoute(operations.chooseLink, ({ user, actor, params, body, now }) =>
  chooseLink(user.id, params.event_id, body.meeting_url, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, PUT: put });
