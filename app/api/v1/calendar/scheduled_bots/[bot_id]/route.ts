import { z } from 'zod';
import {
  botWithTimeline,
  deleteBotResponse,
  updateBotBody,
  updateBotResponse,
} from '@/lib/contract/schedule';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';
import { deleteBot, readBot, updateBot } from '@/lib/services/edit-bot';

const params = z.object({ bot_id: z.string() });

const get = defineRoute({ params, response: botWithTimeline }, ({ user, params }) =>
  readBot(user.id, params.bot_id),
);

const patch = defineRoute(
  { params, body: updateBotBody, response: updateBotResponse },
  ({ user, actor, params, body, now }) => updateBot(user.id, params.bot_id, body, actor, now),
);

const remove = defineRoute({ params, response: deleteBotResponse }, ({ user, actor, params, now }) =>
  deleteBot(user.id, params.bot_id, actor, now),
);

export const { GET, POST, PUT, PATCH, DELETE } = allowMethods({ GET: get, PATCH: patch, DELETE: remove });
