import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { previewRules } from '@/lib/scheduling/auto-schedule';

const post = defineRoute(operations.previewRules, ({ user, body, now }) =>
  previewRules(user, body.rules, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
