import { toggleRecurrenceBody, toggleRecurrenceResponse } from '@/lib/contract/recurrence';
import { defineRoute } from '@/lib/http/define-route';
import { toggleRecurrence } from '@/lib/services/series-wishes';

export const POST = defineRoute(
  { body: toggleRecurrenceBody, response: toggleRecurrenceResponse },
  ({ user, actor, body, now }) =>
    toggleRecurrence(user.id, body.event_id, body.recurring_enabled, actor, now),
);
