import { autoRescheduleBody, autoRescheduleResponse } from '@/lib/contract/recurrence';
import { defineRoute } from '@/lib/http/define-route';
import { autoReschedule } from '@/lib/services/series-wishes';

export const POST = defineRoute(
  { body: autoRescheduleBody, response: autoRescheduleResponse },
  ({ user, actor, body, now }) => autoReschedule(user, body.event_id, actor, now),
);
