import * as operations from '@/lib/contract/operations/recurrence';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { autoReschedule } from '@/lib/scheduling/schedule-bot';

const post = defineRoute(operations.autoReschedule, ({ user, actor, body, now }) =>
  autoReschedule(user, body.event_id, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
