import type { AutoScheduleSettings } from '@/lib/contract/auto-schedule';
import type { BotConfig } from '@/lib/contract/bot-config';
import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import type { User } from '@/lib/platform/database/generated/prisma/client';
import { setDefaultBotConfig } from '@/lib/scheduling/auto-schedule';
import { rulesOf } from '@/lib/scheduling/decide';

const get = defineRoute(operations.readAutoScheduleSettings, async ({ user }) => settingsOf(user));

const patch = defineRoute(operations.updateAutoScheduleSettings, async ({ user, actor, body, now }) =>
  settingsOf(await setDefaultBotConfig(user.id, body.default_bot_config, actor, now)),
);

function settingsOf(user: User): AutoScheduleSettings {
  return {
    auto_schedule_enabled: user.autoScheduleEnabled,
    default_bot_config: user.defaultBotConfig as BotConfig,
    rules: rulesOf(user),
  };
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, PATCH: patch });
