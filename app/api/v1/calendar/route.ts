import { calendarsResponse } from '@/lib/contract/calendars';
import { defineRoute } from '@/lib/http/define-route';
import { listCalendarsLive } from '@/lib/services/list-calendars';

export const GET = defineRoute({ response: calendarsResponse }, ({ user, now }) =>
  listCalendarsLive(user.id, now),
);
