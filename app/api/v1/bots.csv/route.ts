import * as operations from '@/lib/contract/operations/bots';
import { BOT_COLUMNS } from '@/lib/contract/schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { downloadCsv } from '@/lib/http/download';
import { readAllBots } from '@/lib/scheduling/list-bots';

const get = defineRoute(operations.exportBotsAsCsv, async ({ user, query, now }) =>
  downloadCsv(readAllBots(user.id, query), BOT_COLUMNS, { what: 'bots', now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
