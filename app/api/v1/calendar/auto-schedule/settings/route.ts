import { autoScheduleSettings } from '@/lib/contract/auto-schedule';
import type { BotConfig } from '@/lib/contract/bot-config';
import { defineRoute } from '@/lib/http/define-route';

export const GET = defineRoute({ response: autoScheduleSettings }, async ({ user }) => ({
  auto_schedule_enabled: user.autoScheduleEnabled,
  default_bot_config: user.defaultBotConfig as BotConfig,
}));
