import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { readMetrics } from '@/lib/metrics/read-metrics';

const get = defineRoute(operations.readMetrics, ({ user, query, now }) => readMetrics(user.id, query, now));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
