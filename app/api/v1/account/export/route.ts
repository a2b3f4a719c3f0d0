import { exportAccount } from '@/lib/accounts/export-account';
import * as operations from '@/lib/contract/operations/own-account';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { downloadJsonObject } from '@/lib/http/download';

const get = defineRoute(operations.exportAccount, async ({ user, now }) =>
  downloadJsonObject(await exportAccount(user.id, now), { what: 'account', now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
