import { now as clock } from '@/lib/clock';
import { eventsQuery, eventsResponse } from '@/lib/contract/events';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listEventsSynced } from '@/lib/services/list-events';

const get = defineRoute({ query: eventsQuery, response: eventsResponse }, ({ user, query }) =>
  listEventsSynced(user, query, clock),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
