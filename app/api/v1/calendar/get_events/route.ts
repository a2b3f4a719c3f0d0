import { eventsQuery, eventsResponse } from '@/lib/contract/events';
import { defineRoute } from '@/lib/http/define-route';
import { listEvents } from '@/lib/services/list-events';

export const GET = defineRoute({ query: eventsQuery, response: eventsResponse }, ({ user, query, now }) =>
  listEvents(user, query, now),
);
