import { now as clock } from '@/lib/clock';
import { eventsQuery, eventsResponse } from '@/lib/contract/events';
import { defineRoute } from '@/lib/http/define-route';
import { listEventsSynced } from '@/lib/services/list-events';

export const GET = defineRoute({ query: eventsQuery, response: eventsResponse }, ({ user, query }) =>
  listEventsSynced(user, query, clock),
);
