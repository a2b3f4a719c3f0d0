import { readCalendarFeed, renewCalendarFeed, revokeCalendarFeed } from '@/lib/accounts/calendar-feed';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.readCalendarFeed, ({ user }) => readCalendarFeed(user.id));

const post = defineRoute(operations.renewCalendarFeed, ({ user, actor, now }) =>
  renewCalendarFeed(user.id, { actor, now }),
);

const remove = defineRoute(operations.revokeCalendarFeed, ({ user, actor, now }) =>
  revokeCalendarFeed(user.id, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({
  GET: get,
  POST: post,
  DELETE: remove,
});
