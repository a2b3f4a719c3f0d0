import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { disableAutoSchedule } from '@/lib/scheduling/auto-schedule';

const post = defineRoute(operations.disableAutoSchedule, async ({ user, actor, body, now }) => {
  await disableAutoSchedule(user.id, body, actor, now);
  return { message: 'Auto-schedule is off.', auto_schedule_enabled: false as const };
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
