import * as operations from '@/lib/contract/operations/auto-schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { autoScheduleSettings, setDefaultBotConfig } from '@/lib/scheduling/auto-schedule';

const get = defineRoute(operations.readAutoScheduleSettings, async ({ user }) => autoScheduleSettings(user));

const patch = defineRoute(operations.updateAutoScheduleSettings, ({ user, actor, body, now }) =>
  setDefaultBotConfig(user.id, body.default_bot_config, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get, PATCH: patch });
