import { disableAutoScheduleBody, disableAutoScheduleResponse } from '@/lib/contract/auto-schedule';
import { defineRoute } from '@/lib/http/define-route';
import { disableAutoSchedule } from '@/lib/services/auto-schedule';

export const POST = defineRoute(
  { body: disableAutoScheduleBody, response: disableAutoScheduleResponse },
  async ({ user, actor, body, now }) => {
    await disableAutoSchedule(user.id, body.cancel_scheduled, actor, now);
    return { message: 'Auto-schedule is off.', auto_schedule_enabled: false as const };
  },
);
