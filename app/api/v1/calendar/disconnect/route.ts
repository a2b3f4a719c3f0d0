import { disconnectBody, disconnectResponse } from '@/lib/contract/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { disconnectCalendar } from '@/lib/services/disconnect-calendar';

const disconnect = defineRoute(
  { body: disconnectBody, response: disconnectResponse },
  ({ user, actor, body, now }) => disconnectCalendar(user.id, body, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ POST: disconnect, DELETE: disconnect });
