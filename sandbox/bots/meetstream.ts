import { randomUUID } from 'node:crypto';
import type { Route } from '../google/routes';
import { type Call, json, jsonBody, Refusal, type Reply } from '../http';
import type { World } from '../world';
import type { Bot } from './bot';
import type { Lifecycle } from './lifecycle';
import { meetstreamStatus } from './meetstream-webhook';

export const BOT_API_KEY = 'sandbox-bot-key';
const BASE = '/meetstream/api/v1';

/** Returns the routes of MeetStream's bot API: create, remove, status. */
export function meetstreamRoutes(world: World, lifecycle: Lifecycle): Route[] {
  const route = (method: string, path: string, handle: (call: Call) => Reply): Route => ({
    method,
    path: new RegExp(`^${BASE}${path}/?$`),
    kind: 'bots',
    handle: (call) => {
      authenticate(call);
      return handle(call);
    },
  });
  return [
    route('POST', '/bots/create_bot', (call) => create(call, world, lifecycle)),
    route('GET', '/bots', () => {
      const bots = [...world.bots.values()].filter(({ provider }) => provider === 'meetstream').map(answer);
      return json({ bots, hasNextPage: false, nextCursor: null });
    }),
    route('GET', '/bots/([^/]+)/remove_bot', (call) => {
      const bot = find(call, world);
      lifecycle.leave(bot);
      return json({ message: 'Bot removed successfully', bot_id: bot.id, status: bot.status });
    }),
    route('GET', '/bots/([^/]+)/status', (call) => {
      const bot = find(call, world);
      return json({
        bot_id: bot.id,
        status: meetstreamStatus(bot),
        custom_attributes: bot.customAttributes,
      });
    }),
  ];
}

function authenticate(call: Call): void {
  const { authorization } = call.headers;
  if (!authorization) throw new Refusal(401, 'Authentication credentials were not provided.');
  if (authorization !== `Token ${BOT_API_KEY}`) throw new Refusal(401, 'Invalid API key');
}

function find(call: Call, world: World): Bot {
  const bot = world.bots.get(call.params[0] ?? '');
  if (bot?.provider !== 'meetstream') throw new Refusal(404, 'Bot not found.');
  return bot;
}

const answer = (bot: Bot) => ({
  bot_id: bot.id,
  transcript_id: bot.transcriptId,
  meeting_url: bot.meetingLink,
  status: 'Active',
});

/**
 * Creates a bot. A key that was used before gets its bot and 507, and with another body 409: a retry must carry an identical
 * one.
 */
function create(call: Call, world: World, lifecycle: Lifecycle): Reply {
  const key = call.headers['idempotency-key']?.toString();
  const earlier =
    key &&
    [...world.bots.values()].find((bot) => bot.provider === 'meetstream' && bot.idempotencyKey === key);
  const request = jsonBody(call);
  if (earlier) {
    if (isSame(earlier.request, request)) return json(answer(earlier), 507);
    throw new Refusal(409, 'Idempotency key reused with a different request body.');
  }
  const problems = problemsOf(request);
  if (problems.length > 0) throw new Refusal(400, problems.join(' '), { details: problems });
  const bot: Bot = {
    id: randomUUID(),
    provider: 'meetstream',
    transcriptId: randomUUID(),
    meetingLink: String(request.meeting_link),
    name: String(request.bot_name),
    callbackUrl: request.callback_url === undefined ? undefined : String(request.callback_url),
    customAttributes: (request.custom_attributes ?? {}) as Record<string, string>,
    createdAt: world.now().toISOString(),
    status: 'Created',
    idempotencyKey: key,
    request,
    history: [],
  };
  world.bots.set(bot.id, bot);
  lifecycle.arm(bot);
  return json(answer(bot), 201);
}

const isSame = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);

function problemsOf(request: Record<string, unknown>): string[] {
  const {
    meeting_link: link,
    bot_name: name,
    custom_attributes: attributes,
    callback_url: callback,
  } = request;
  const problems: string[] = [];
  if (typeof link !== 'string' || !URL.canParse(link)) problems.push('meeting_link must be a URL.');
  if (typeof name !== 'string' || name.trim() === '') problems.push('bot_name is required.');
  if (callback !== undefined && (typeof callback !== 'string' || !URL.canParse(callback))) {
    problems.push('callback_url must be a URL.');
  }
  const isText = (value: unknown) => typeof value === 'string';
  const isObject = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes);
  if (attributes !== undefined && !(isObject && Object.values(attributes).every(isText))) {
    problems.push('custom_attributes must be an object of strings.');
  }
  return problems;
}
