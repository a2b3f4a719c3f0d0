import { z } from 'zod';
import { env } from '@/lib/platform/env';
import { warnOnce } from '@/lib/platform/log-seldom';
import { storable } from '@/lib/platform/storable';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import { attendeeRequest } from './attendee-request';
import { isSignedByAttendee } from './attendee-signature';
import {
  type Answer,
  botId,
  callProvider,
  failureOf,
  isRecent,
  ownId,
  parseJson,
  readAnswer,
  wordsOf,
} from './http';
import { type BotProvider, ProviderFailure } from './port';

const metadata = z.record(z.string(), z.unknown()).nullish();
const bot = z.looseObject({
  id: botId,
  state: z.string(),
  metadata,
  deduplication_key: z.string().nullish(),
  events: z.array(z.looseObject({ sub_type: z.string().nullish() })).nullish(),
});
type Bot = z.infer<typeof bot>;
const botList = z.looseObject({ results: z.array(bot) });
const webhookBody = z.looseObject({
  bot_id: botId,
  bot_metadata: metadata,
  trigger: z.string(),
  data: z.looseObject({
    new_state: z.string().nullish(),
    created_at: z.string().nullish(),
    event_sub_type: z.string().nullish(),
  }),
});

/** States that only say that the bot has been asked for. */
const NOT_STARTED = ['scheduled', 'staged', 'ready'];
/** Our states by Attendee's. */
const STATUS_OF_STATE = new Map(
  Object.entries<BotStatus>({
    joining: 'Joining',
    waiting_room: 'WaitingRoom',
    joined_not_recording: 'InMeeting',
    joined_recording_permission_denied: 'InMeeting',
    joining_breakout_room: 'InMeeting',
    leaving_breakout_room: 'InMeeting',
    joined_recording: 'Recording',
    joined_recording_paused: 'Recording',
    leaving: 'Leaving',
    // It has left the meeting, and its recording is being processed.
    post_processing: 'Done',
    ended: 'Done',
    data_deleted: 'Done',
  }),
);
/** Why a bot did not get in; every other reason of `fatal_error` is a failure. */
const END_OF_SUB_TYPE = new Map(
  Object.entries<BotStatus>({
    request_to_join_denied: 'Denied',
    waiting_room_timeout_exceeded: 'NotAllowed',
    login_required: 'NotAllowed',
  }),
);
/** The states of bots that are leaving or have left. */
const LEFT = ['leaving', 'post_processing', 'ended', 'fatal_error', 'data_deleted'];
/**
 * Attendee has one status, 400, for mistakes in a request and for what is no fault of it, and no codes: its own failure, as
 * many bots in meetings as its project may have, no credits, and credentials of a platform or a service that its project
 * lacks. Only the sentences tell (bots/bots_api_utils.py of attendee-labs/attendee). What they say may be over at any moment.
 */
const NOT_THE_REQUEST =
  /\bError ID\b|maximum number of concurrent bots|out of credits|credentials are required|Version conflict/i;

/**
 * Attendee's bot API over HTTP: open source and self-hosted (https://github.com/attendee-labs/attendee, docs/openapi.yml
 * and docs/webhooks.md). Its `deduplication_key` is unique only among bots that have not ended, so a repeated attempt first
 * looks for the bot of an earlier one, which may have ended.
 */
export const attendee: BotProvider = {
  name: 'attendee',
  title: 'Attendee',
  reportsOverHttpsOnly: true,

  apiUrl: () => env().ATTENDEE_API_URL ?? '',

  writeRequest: (request) => JSON.stringify(attendeeRequest(request).body),

  notesOn: (request) => attendeeRequest(request).notes,

  async createBot({ idempotencyKey, body, isRepeat }) {
    const earlier = isRepeat ? await findByKey(idempotencyKey) : null;
    if (earlier) return { providerBotId: earlier.id, earlier: true };
    const response = await call('POST', '', body);
    if (response.ok && response.status !== 202) {
      return { providerBotId: readAnswer(response, bot, 'a bot id').id, earlier: false };
    }
    // The answer to a key that is in use is 400, as to any other mistake: only the list of bots tells.
    const inUse = response.status === 400 ? await findByKey(idempotencyKey) : null;
    if (inUse) return { providerBotId: inUse.id, earlier: true };
    if (response.status === 400 && NOT_THE_REQUEST.test(wordsOf(response.body) ?? '')) {
      throw new ProviderFailure(failureOf(response).message, { permanent: false });
    }
    throw failureOf(response);
  },

  async removeBot(providerBotId) {
    const response = await call('POST', `/${encodeURIComponent(providerBotId)}/leave`, {});
    if (response.ok) return;
    if (response.status === 404) return attendee.probe();
    if (response.status !== 400) throw failureOf(response);
    // Its state does not allow that: it has left, or it has not started to join.
    const state = (await readBot(providerBotId))?.state;
    if (state === undefined || LEFT.includes(state)) return;
    const removed =
      state === 'scheduled' ? await call('DELETE', `/${encodeURIComponent(providerBotId)}`) : response;
    if (removed.ok || removed.status === 404) return;
    throw new ProviderFailure(failureOf(removed).message, { permanent: false });
  },

  /** A bot that is gone is 404, and so is everything at a wrong address. */
  async probe() {
    const response = await call('GET', '');
    if (!response.ok) throw failureOf(response);
    readAnswer(response, botList, 'a list of bots');
  },

  async readStatus(providerBotId) {
    const found = await readBot(providerBotId);
    if (!found) return null;
    const reason = found.events?.at(-1)?.sub_type ?? null;
    return { providerBotId: found.id, botId: ownId(found.metadata), ...statusOf(found.state, reason) };
  },

  readWebhook({ headers, body }, now) {
    const secret = env().ATTENDEE_WEBHOOK_SECRET;
    if (!secret || !isSignedByAttendee(body, headers.get('x-webhook-signature'), secret))
      return 'bad_signature';
    const parsed = webhookBody.safeParse(parseJson(body));
    if (!parsed.success) return 'unreadable';
    const { bot_id: providerBotId, bot_metadata, trigger, data } = parsed.data;
    const ids = { providerBotId, botId: ownId(bot_metadata) };
    // Other triggers are a person's own webhooks; they change no state, and not all of them have a time.
    if (trigger !== 'bot.state_change') return { ...ids, status: null, message: null };
    const at = Date.parse(data.created_at ?? '');
    // The time is part of what is signed.
    if (!data.new_state || !isRecent(Number.isNaN(at) ? null : at, now)) return 'bad_signature';
    return { ...ids, ...statusOf(data.new_state, data.event_sub_type ?? null) };
  },
};

/** Returns our status for a state and, where that is `fatal_error`, its reason. */
function statusOf(
  state: string,
  subType: string | null,
): { status: BotStatus | null; message: string | null } {
  const words = storable(subType?.replaceAll('_', ' ') ?? null);
  if (state !== 'fatal_error') {
    const status = STATUS_OF_STATE.get(state) ?? null;
    if (!status && !NOT_STARTED.includes(state)) {
      warnOnce(
        `Attendee state “${state}”`,
        'Attendee tells a state that Usher does not know; it changes no bot',
      );
    }
    return { status, message: words };
  }
  return {
    status: END_OF_SUB_TYPE.get(subType ?? '') ?? 'Error',
    message: words ?? 'Attendee tells no reason.',
  };
}

async function readBot(providerBotId: string): Promise<Bot | null> {
  const response = await call('GET', `/${encodeURIComponent(providerBotId)}`);
  if (response.status === 404) return null;
  if (!response.ok) throw failureOf(response);
  return readAnswer(response, bot, 'a state');
}

/** Returns the newest bot with our key. An old installation cannot filter by it and lists other bots too. */
async function findByKey(key: string): Promise<Bot | null> {
  const response = await call('GET', `?deduplication_key=${encodeURIComponent(key)}`);
  if (!response.ok) throw failureOf(response);
  const { results } = readAnswer(response, botList, 'a list of bots');
  return results.findLast((one) => (one.deduplication_key ?? ownId(one.metadata)) === key) ?? null;
}

function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const { ATTENDEE_API_URL, ATTENDEE_API_KEY } = env();
  const headers = { Authorization: `Token ${ATTENDEE_API_KEY ?? ''}` };
  return callProvider(method, `${ATTENDEE_API_URL}/api/v1/bots${path}`, headers, body);
}
