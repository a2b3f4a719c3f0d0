import * as operations from '@/lib/contract/operations/scheduling';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';

const post = defineRoute(operations.schedule, ({ user, actor, params, body, now }) =>
  scheduleBot(user, params.event_id, body, { actor, now }),
);

const remove = defineRoute(operations.unschedule, ({ user, actor, params, body, now }) =>
  unscheduleBot(user.id, params.event_id, body, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post, DELETE: remove });
