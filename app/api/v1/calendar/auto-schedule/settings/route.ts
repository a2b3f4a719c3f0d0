import { autoScheduleSettings } from '@/lib/contract/auto-schedule';
import type { BotConfig } from '@/lib/contract/bot-config';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute({ response: autoScheduleSettings }, async ({ user }) => ({
  auto_schedule_enabled: user.autoScheduleEnabled,
  default_bot_config: user.defaultBotConfig as BotConfig,
}));

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get });
