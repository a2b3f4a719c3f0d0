import { z } from 'zod';
import { scheduleBody, scheduleResponse, unscheduleBody, unscheduleResponse } from '@/lib/contract/schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { scheduleBot } from '@/lib/services/schedule-bot';
import { unscheduleBot } from '@/lib/services/unschedule-bot';

const params = z.object({ event_id: z.string() });

const post = defineRoute(
  { params, body: scheduleBody, response: scheduleResponse },
  async ({ user, actor, params, body, now }) => ({
    status: 201,
    answer: await scheduleBot(user, params.event_id, body, actor, now),
  }),
);

const remove = defineRoute(
  { params, body: unscheduleBody, response: unscheduleResponse },
  ({ user, actor, params, body, now }) => unscheduleBot(user.id, params.event_id, body, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ POST: post, DELETE: remove });
