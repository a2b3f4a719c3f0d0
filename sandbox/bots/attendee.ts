import { randomBytes, randomUUID } from 'node:crypto';
import type { Route } from '../google/routes';
import { type Call, json, jsonBody, type Reply } from '../http';
import type { World } from '../world';
import { complaintsAbout } from './attendee-checks';
import { isZoom, normalMeetingUrl } from './attendee-link';
import { attendeeEvent, attendeeState } from './attendee-webhook';
import type { Bot } from './bot';
import type { Lifecycle } from './lifecycle';

export const ATTENDEE_API_KEY = 'sandbox-attendee-key';
const BOTS = '/attendee/api/v1/bots';
const CAN_LEAVE = ['joining', 'waiting_room', 'joined_not_recording', 'joined_recording'];
const TERMINAL = ['ended', 'fatal_error'];

/** How many bots a page of the list has. */
const PAGE = 25;
/** What its database stores of these texts. */
const LONGEST = { name: 255, meetingUrl: 2_048, key: 1_024 };

/** A refusal of Attendee: its body says nothing else. */
class AttendeeRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super(JSON.stringify(body));
  }

  toBody(): object {
    return this.body;
  }
}
const refuse = (error: string, status = 400) => new AttendeeRefusal(status, { error });

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
    throw refuse(`Bot is in state ${attendeeState(bot)} but can only be changed when in scheduled state`);
  };
  return [
    route('POST', '', (call) => create(call, world, lifecycle)),
    route('GET', '', ({ url }) => {
      const key = url.searchParams.get('deduplication_key');
      const bots = [...world.bots.values()].filter(
        (bot) => bot.provider === 'attendee' && (key === null || bot.idempotencyKey === key),
      );
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const next = new URL(url);
      next.searchParams.set('cursor', String(from + PAGE));
      return json({
        next: bots.length > from + PAGE ? next.href : null,
        previous: null,
        results: bots.slice(from, from + PAGE).map(answer),
      });
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
        throw refuse(
          `Event leave_requested not allowed when bot is in state ${state}. It is only allowed in these states: ${CAN_LEAVE.join(', ')}`,
        );
      lifecycle.leave(bot);
      return json(answer(bot));
    }),
  ];
}

/** Checks the API key. As Django REST framework, it answers 401 for a wrong key and for none alike. */
function authenticate(call: Call): void {
  const { authorization } = call.headers;
  const detail = !authorization
    ? 'Missing Authorization header'
    : !/^token \S+$/i.test(authorization)
      ? 'Invalid Authorization header. Should have this format: Token <api_key>'
      : authorization.split(' ')[1] === ATTENDEE_API_KEY
        ? null
        : 'Invalid or disabled API key';
  if (detail) throw new AttendeeRefusal(401, { detail });
}

function find(call: Call, world: World): Bot {
  const bot = world.bots.get(call.params[0] ?? '');
  if (bot?.provider !== 'attendee') throw refuse('Bot not found', 404);
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
  const refused = refusalOf(request, world);
  if (refused) return json(refused, 400);
  const key = request.deduplication_key as string | undefined;
  const [webhook] = (request.webhooks ?? []) as { url: string }[];
  const metadata = (request.metadata ?? {}) as Record<string, string>;
  const bot: Bot = {
    id: `bot_${randomBytes(12).toString('base64url').slice(0, 16)}`,
    provider: 'attendee',
    transcriptId: '',
    meetingLink: normalMeetingUrl(String(request.meeting_url)) ?? '',
    name: String(request.bot_name).trim(),
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

/** Returns why a bot is refused, in the order in which Attendee looks; null when it is made. */
function refusalOf(request: Record<string, unknown>, world: World): object | null {
  const { outOfCredits, zoomCredentials, concurrentBots } = world.settings.attendee;
  if (outOfCredits) {
    const error =
      'Organization has run out of credits. Please add more credits in the Account -> Billing page.';
    return { error };
  }
  const complaints = complaintsAbout(request, world.now());
  if (Object.keys(complaints).length > 0) return complaints;
  const meetingUrl = normalMeetingUrl(String(request.meeting_url)) ?? '';
  if (isZoom(meetingUrl) && !zoomCredentials) {
    return {
      error: `Zoom App credentials are required to create a Zoom bot. Please add Zoom credentials at https://attendee.example/projects/proj_sandbox/credentials`,
    };
  }
  const bots = [...world.bots.values()].filter((bot) => bot.provider === 'attendee');
  const running = bots.filter((bot) => bot.step && !TERMINAL.includes(attendeeState(bot)));
  if (running.length >= concurrentBots) {
    const error = `You have exceeded the maximum number of concurrent bots (${concurrentBots}) for your account. Please reach out to customer support to increase the limit.`;
    return { error };
  }
  const key = String(request.deduplication_key ?? '');
  const webhooks = (request.webhooks ?? []) as { url: string }[];
  const isTooLong =
    String(request.bot_name).trim().length > LONGEST.name ||
    meetingUrl.length > LONGEST.meetingUrl ||
    key.length > LONGEST.key;
  if (isTooLong) return { error: `An error occurred while creating the bot. Error ID: ${randomUUID()}` };
  if (new Set(webhooks.map(({ url }) => url)).size < webhooks.length)
    return { error: 'URL already subscribed for this bot' };
  if (webhooks.length > 2)
    return { error: 'You have reached the maximum number of webhooks for a single bot' };
  const inUse = bots.some(
    (bot) => key && bot.idempotencyKey === key && !TERMINAL.includes(attendeeState(bot)),
  );
  if (!inUse) return null;
  const error =
    'Deduplication key already in use. A bot in a non-terminal state with this deduplication key already exists. Please use a different deduplication key or wait for that bot to terminate.';
  return { error };
}
