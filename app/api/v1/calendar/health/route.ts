import { healthResponse } from '@/lib/contract/health';
import { defineRoute } from '@/lib/http/define-route';
import { calendarHealth } from '@/lib/services/list-calendars';

export const GET = defineRoute({ response: healthResponse }, ({ user, now }) => calendarHealth(user.id, now));
