import { disconnectBody, disconnectResponse } from '@/lib/contract/calendars';
import { defineRoute } from '@/lib/http/define-route';
import { disconnectCalendar } from '@/lib/services/disconnect-calendar';

const disconnect = defineRoute(
  { body: disconnectBody, response: disconnectResponse },
  ({ user, actor, body, now }) => disconnectCalendar(user.id, body, actor, now),
);

export { disconnect as DELETE, disconnect as POST };
