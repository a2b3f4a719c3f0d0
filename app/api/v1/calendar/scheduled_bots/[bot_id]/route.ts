import { z } from 'zod';
import {
  botWithTimeline,
  deleteBotResponse,
  updateBotBody,
  updateBotResponse,
} from '@/lib/contract/schedule';
import { defineRoute } from '@/lib/http/define-route';
import { deleteBot, readBot, updateBot } from '@/lib/services/edit-bot';

const params = z.object({ bot_id: z.string() });

export const GET = defineRoute({ params, response: botWithTimeline }, ({ user, params }) =>
  readBot(user.id, params.bot_id),
);

export const PATCH = defineRoute(
  { params, body: updateBotBody, response: updateBotResponse },
  ({ user, actor, params, body, now }) => updateBot(user.id, params.bot_id, body, actor, now),
);

export const DELETE = defineRoute({ params, response: deleteBotResponse }, ({ user, actor, params, now }) =>
  deleteBot(user.id, params.bot_id, actor, now),
);
