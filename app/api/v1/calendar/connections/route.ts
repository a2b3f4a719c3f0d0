import * as operations from '@/lib/contract/operations/connections';
import { listConnections } from '@/lib/dispatch/choose-provider';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.listConnections, ({ user }) => listConnections(user.id));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
