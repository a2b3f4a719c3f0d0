import { listPeople } from '@/lib/calendar-sync/people';
import * as operations from '@/lib/contract/operations/administration';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.listPeople, ({ query }) => listPeople(query));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
