import { healthResponse } from '@/lib/contract/health';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { calendarHealth } from '@/lib/services/list-calendars';

const get = defineRoute({ response: healthResponse }, ({ user, now }) => calendarHealth(user.id, now));

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
