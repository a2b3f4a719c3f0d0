import { z } from 'zod';
import { overrideBody, overrideResponse } from '@/lib/contract/recurrence';
import { defineRoute } from '@/lib/http/define-route';
import { setOverride } from '@/lib/services/series-wishes';

const params = z.object({ event_id: z.string() });

export const PUT = defineRoute(
  { params, body: overrideBody, response: overrideResponse },
  ({ user, actor, params, body, now }) => setOverride(user, params.event_id, body.override, actor, now),
);
