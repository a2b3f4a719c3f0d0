import * as operations from '@/lib/contract/operations/events';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { listEvents } from '@/lib/scheduling/list-events';

const get = defineRoute(operations.getEvents, ({ user, query, now }) => listEvents(user, query, now));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
