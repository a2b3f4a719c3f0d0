import { eventsQuery, eventsResponse } from '@/lib/contract/events';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listEvents } from '@/lib/services/list-events';

const get = defineRoute({ query: eventsQuery, response: eventsResponse }, ({ user, query, now }) =>
  listEvents(user, query, now),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
