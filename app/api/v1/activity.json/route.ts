import { readAllActivity } from '@/lib/activity/list-activity';
import * as operations from '@/lib/contract/operations/account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { downloadActivity } from '@/lib/http/download-activity';

const get = defineRoute(operations.exportActivityAsJson, async ({ user, query, now }) =>
  downloadActivity(readAllActivity(user.id, query), 'json', now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
