import { calendarsResponse } from '@/lib/contract/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listCalendarsLive } from '@/lib/services/list-calendars';

const get = defineRoute({ response: calendarsResponse }, ({ user, now }) => listCalendarsLive(user.id, now));

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
