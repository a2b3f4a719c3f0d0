import { readAllActivity } from '@/lib/activity/list-activity';
import { ACTIVITY_COLUMNS } from '@/lib/contract/activity';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { downloadCsv } from '@/lib/http/download';

const get = defineRoute(operations.exportActivityAsCsv, async ({ user, query, now }) =>
  downloadCsv(readAllActivity(user.id, query), ACTIVITY_COLUMNS, { what: 'activity', now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
