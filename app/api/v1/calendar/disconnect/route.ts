import { disconnectCalendar } from '@/lib/calendar-sync/disconnect-calendar';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const disconnect = defineRoute(operations.disconnect, ({ user, actor, body, now }) =>
  disconnectCalendar(user.id, body, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({
  POST: disconnect,
  DELETE: disconnect,
});
