import { readAllActivity } from '@/lib/activity/list-activity';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { downloadJson } from '@/lib/http/download';

const get = defineRoute(operations.exportActivityAsJson, async ({ user, query, now }) =>
  downloadJson(readAllActivity(user.id, query), { what: 'activity', now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
