import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import * as operations from '@/lib/contract/operations/events';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { now as clock } from '@/lib/platform/clock';

const get = defineRoute(operations.listEvents, ({ user, query }) => listEventsSynced(user, query, clock));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
