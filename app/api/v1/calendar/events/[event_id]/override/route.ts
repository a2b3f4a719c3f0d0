import { z } from 'zod';
import { overrideBody, overrideResponse } from '@/lib/contract/recurrence';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { setOverride } from '@/lib/services/series-wishes';

const params = z.object({ event_id: z.string() });

const put = defineRoute(
  { params, body: overrideBody, response: overrideResponse },
  ({ user, actor, params, body, now }) => setOverride(user, params.event_id, body.override, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ PUT: put });
