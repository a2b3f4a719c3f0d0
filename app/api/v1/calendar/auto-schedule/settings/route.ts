import type { BotConfig } from '@/lib/contract/bot-config';
import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { rulesOf } from '@/lib/services/rules';

const get = defineRoute(operations.readAutoScheduleSettings, async ({ user }) => ({
  auto_schedule_enabled: user.autoScheduleEnabled,
  default_bot_config: user.defaultBotConfig as BotConfig,
  rules: rulesOf(user),
}));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
