import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { setRules } from '@/lib/scheduling/auto-schedule';

const put = defineRoute(operations.setRules, async ({ user, actor, body, now }) => {
  const { created, cancelled } = await setRules(user.id, body, actor, now);
  return { message: 'Rules stored.', rules: body, scheduled_now: created, cancelled_now: cancelled };
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ PUT: put });
