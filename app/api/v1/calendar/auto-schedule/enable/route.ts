import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { enableAutoSchedule } from '@/lib/scheduling/auto-schedule';

const post = defineRoute(operations.enableAutoSchedule, async ({ user, actor, body, now }) => {
  const { settings, scheduledNow } = await enableAutoSchedule(user.id, body.default_bot_config, actor, now);
  return {
    message: 'Auto-schedule is on.',
    auto_schedule_enabled: true as const,
    default_bot_config: settings.default_bot_config,
    scheduled_now: scheduledNow,
  };
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
