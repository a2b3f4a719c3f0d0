import * as operations from '@/lib/contract/operations/recurrence';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { toggleRecurrence } from '@/lib/scheduling/auto-reschedule';

const post = defineRoute(operations.toggleRecurrence, ({ user, actor, body, now }) =>
  toggleRecurrence(user.id, body.event_id, body.recurring_enabled, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
