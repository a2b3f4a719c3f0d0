import { randomBytes } from 'node:crypto';
import type { Route } from '../google/routes';
import { type Call, json, jsonBody, Refusal, type Reply } from '../http';
import type { World } from '../world';
import { attendeeEvent, attendeeState } from './attendee-webhook';
import type { Bot } from './bot';
import type { Lifecycle } from './lifecycle';

export const ATTENDEE_API_KEY = 'sandbox-attendee-key';
const BOTS = '/attendee/api/v1/bots';
const CAN_LEAVE = ['joining', 'waiting_room', 'joined_not_recording', 'joined_recording'];
const TERMINAL = ['ended', 'fatal_error'];

/** Returns the routes of Attendee's bot API (attendee-labs/attendee, docs/openapi.yml). */
export function attendeeRoutes(world: World, lifecycle: Lifecycle): Route[] {
  const route = (method: string, path: string, handle: (call: Call) => Reply): Route => ({
    method,
    path: new RegExp(`^${BOTS}${path}/?$`),
    kind: 'bots',
    handle: (call) => {
      authenticate(call);
      return handle(call);
    },
  });
  const scheduled = (call: Call): Bot => {
    const bot = find(call, world);
    if (attendeeState(bot) === 'scheduled') return bot;
    throw new Refusal(400, `Bot is in state ${attendeeState(bot)} but only scheduled bots can be changed`);
  };
  return [
    route('POST', '', (call) => create(call, world, lifecycle)),
    route('GET', '', ({ url }) => {
      const key = url.searchParams.get('deduplication_key');
      const bots = [...world.bots.values()].filter(
        (bot) => bot.provider === 'attendee' && (key === null || bot.idempotencyKey === key),
      );
      return json({ next: null, previous: null, results: bots.map(answer) });
    }),
    route('GET', '/([^/]+)', (call) => json(answer(find(call, world)))),
    route('PATCH', '/([^/]+)', (call) => {
      const bot = scheduled(call);
      Object.assign(bot.request, jsonBody(call));
      bot.nextAtMs = undefined;
      lifecycle.arm(bot);
      return json(answer(bot));
    }),
    route('DELETE', '/([^/]+)', (call) => {
      world.bots.delete(scheduled(call).id);
      return { status: 200 };
    }),
    route('POST', '/([^/]+)/leave', (call) => {
      const bot = find(call, world);
      const state = attendeeState(bot);
      if (!CAN_LEAVE.includes(state))
        throw new Refusal(400, `Event Leave requested not allowed in state ${state}`);
      lifecycle.leave(bot);
      return json(answer(bot));
    }),
  ];
}

/** Checks the API key. As Django REST framework, it answers 401 for a wrong key and for none alike. */
function authenticate(call: Call): void {
  if (call.headers.authorization !== `Token ${ATTENDEE_API_KEY}`) {
    throw new Refusal(401, 'Invalid or missing API key', { detail: 'Invalid or missing API key' });
  }
}

function find(call: Call, world: World): Bot {
  const bot = world.bots.get(call.params[0] ?? '');
  if (bot?.provider !== 'attendee') throw new Refusal(404, 'Bot not found');
  return bot;
}

const answer = (bot: Bot) => ({
  id: bot.id,
  metadata: bot.request.metadata ?? null,
  meeting_url: bot.meetingLink,
  state: attendeeState(bot),
  events: bot.step ? [{ ...attendeeEvent(bot), created_at: bot.history.at(-1)?.at }] : [],
  transcription_state: 'not_started',
  recording_state: 'not_started',
  join_at: bot.request.join_at ?? null,
  deduplication_key: bot.idempotencyKey ?? null,
});

/** Creates a bot. A deduplication key is in use until its bot has ended; after that it creates a new one. */
function create(call: Call, world: World, lifecycle: Lifecycle): Reply {
  const request = jsonBody(call);
  const problems = problemsOf(request, world.now());
  if (Object.keys(problems).length > 0) return json(problems, 400);
  const key = request.deduplication_key as string | undefined;
  const taken = [...world.bots.values()].some(
    (bot) =>
      bot.provider === 'attendee' &&
      key &&
      bot.idempotencyKey === key &&
      !TERMINAL.includes(attendeeState(bot)),
  );
  if (taken) {
    const error =
      'Deduplication key already in use. A bot in a non-terminal state with this deduplication key already exists.';
    return json({ error }, 400);
  }
  const [webhook] = (request.webhooks ?? []) as { url: string }[];
  const metadata = (request.metadata ?? {}) as Record<string, string>;
  const bot: Bot = {
    id: `bot_${randomBytes(12).toString('base64url').slice(0, 16)}`,
    provider: 'attendee',
    transcriptId: '',
    meetingLink: String(request.meeting_url),
    name: String(request.bot_name),
    callbackUrl: webhook?.url,
    customAttributes: metadata,
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

/** Returns a request's problems by field. Attendee wants https for webhooks; here loopback may be http. */
function problemsOf(request: Record<string, unknown>, now: Date): Record<string, string[]> {
  const { meeting_url: link, bot_name: name, join_at: joinAt, webhooks = [] } = request;
  const problems: Record<string, string[]> = {};
  if (typeof link !== 'string' || !URL.canParse(link)) problems.meeting_url = ['Invalid meeting URL'];
  if (typeof name !== 'string' || name.trim() === '') problems.bot_name = ['This field is required.'];
  if (joinAt !== undefined && !(Date.parse(String(joinAt)) > +now)) {
    problems.join_at = ['join_at cannot be in the past'];
  }
  const isWebhook = (value: unknown) =>
    /^https:|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test((value as { url?: string } | null)?.url ?? '');
  if (!Array.isArray(webhooks) || webhooks.length > 2 || !webhooks.every(isWebhook)) {
    problems.webhooks = ['At most 2 webhooks, each with an https URL.'];
  }
  return problems;
}
