import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { BotStatus } from '@/lib/domain/bot-status';
import { env } from '@/lib/env';
import { constantTimeEqual } from '@/lib/secrets';
import { type BotEvent, type BotProvider, type BotRequest, ProviderFailure } from './port';

/** How long the provider may take to answer, in ms. */
const CALL_TIMEOUT_MS = 15_000;
/** How far a webhook's timestamp may be from our clock, in ms: beyond it a copy is taken for a replay. */
const REPLAY_WINDOW_MS = 5 * 60_000;

const createAnswer = z.looseObject({ bot_id: z.string().min(1) });
const statusAnswer = z.looseObject({
  bot_id: z.string(),
  status: z.string(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
});
const webhookBody = z.looseObject({
  event: z.string(),
  bot_id: z.string(),
  bot_status: z.string().nullish(),
  message: z.string().nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
});

/** Lifecycle events that move a bot on; every other one (audio, video, transcripts) comes after its end. */
const STATUS_OF_EVENT: Record<string, BotStatus> = {
  'bot.joining': 'Joining',
  'bot.in_waiting_room': 'WaitingRoom',
  'bot.inmeeting': 'InMeeting',
  'bot.recording': 'Recording',
  'bot.leaving': 'Leaving',
};
/** Why a bot stopped: `bot_status` of `bot.stopped`, and what the status route says in the end. */
const END_OF_BOT_STATUS: Record<string, BotStatus> = {
  Stopped: 'Done',
  NotAllowed: 'NotAllowed',
  Denied: 'Denied',
  Error: 'Error',
};
const STATUS_OF_BOT_STATUS: Record<string, BotStatus> = {
  ...END_OF_BOT_STATUS,
  Joining: 'Joining',
  InWaitingRoom: 'WaitingRoom',
  InMeeting: 'InMeeting',
  Recording: 'Recording',
  Leaving: 'Leaving',
  Done: 'Done',
};

/** Fields of our configuration that have another name, or no place, in MeetStream's request. */
const NOT_PASSED_ON = [
  'bot_name',
  'meeting_url',
  'join_at',
  'deduplication_key',
  'custom_attributes',
  'callback_url',
  'transcription',
  'audio_required',
];

/**
 * MeetStream's bot API over HTTP, the reference provider.
 * Authorization is `Token <key>`; webhooks are signed with HMAC-SHA256 over the raw body.
 */
export const meetstream: BotProvider = {
  name: 'meetstream',

  async createBot(request) {
    const response = await call('POST', 'bots/create_bot', requestBody(request), {
      'Idempotency-Key': request.idempotencyKey,
    });
    // 507 is this API's word for "that key has made a bot already": its body is the first answer.
    if (response.status === 201 || response.status === 200 || response.status === 507) {
      const answer = createAnswer.safeParse(response.body);
      if (answer.success) {
        return { providerBotId: answer.data.bot_id, earlier: response.status === 507 };
      }
      throw new ProviderFailure('The bot provider answered without a bot id.', {
        permanent: false,
        outcomeUnknown: true,
      });
    }
    throw failureOf(response);
  },

  async removeBot(providerBotId) {
    const response = await call('GET', `bots/${encodeURIComponent(providerBotId)}/remove_bot`);
    if (!response.ok && response.status !== 404) throw failureOf(response);
  },

  async readStatus(providerBotId) {
    const response = await call('GET', `bots/${encodeURIComponent(providerBotId)}/status`);
    if (response.status === 404) return null;
    if (!response.ok) throw failureOf(response);
    const answer = statusAnswer.safeParse(response.body);
    if (!answer.success) {
      throw new ProviderFailure('The bot provider answered without a status.', { permanent: false });
    }
    return {
      providerBotId: answer.data.bot_id,
      botId: ownId(answer.data.custom_attributes),
      status: STATUS_OF_BOT_STATUS[answer.data.status] ?? null,
      message: null,
    };
  },

  readWebhook(headers, body, now) {
    const secret = env().MEETSTREAM_WEBHOOK_SECRET;
    if (!secret) return null;
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    if (!constantTimeEqual(expected, headers.get('x-meetstream-signature') ?? '')) return null;
    const timestamp = readTimestamp(headers.get('x-meetstream-timestamp'));
    // Always sent, says the API's documentation: a copy without it could be replayed for ever.
    if (timestamp === null || Math.abs(+now - timestamp) > REPLAY_WINDOW_MS) return null;
    const parsed = webhookBody.safeParse(parseJson(body));
    return parsed.success ? toEvent(parsed.data) : null;
  },
};

function requestBody(request: BotRequest): Record<string, unknown> {
  const { botConfig } = request;
  const passed = Object.fromEntries(
    Object.entries(botConfig).filter(([key]) => !NOT_PASSED_ON.includes(key)),
  );
  const recording = botConfig.recording_config as Record<string, unknown> | undefined;
  return {
    ...passed,
    meeting_link: request.meetingUrl,
    bot_name: request.botName,
    // The provider's own default is true: always said.
    video_required: botConfig.video_required === true,
    custom_attributes: request.customAttributes,
    ...(request.callbackUrl ? { callback_url: request.callbackUrl } : {}),
    ...(botConfig.transcription
      ? { recording_config: { ...recording, transcript: { provider: botConfig.transcription } } }
      : {}),
  };
}

type Answer = { ok: boolean; status: number; body: unknown; retryAfterMs: number | null };

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { MEETSTREAM_API_URL, MEETSTREAM_API_KEY } = env();
  try {
    const response = await fetch(`${MEETSTREAM_API_URL}/${path}`, {
      method,
      headers: {
        Authorization: `Token ${MEETSTREAM_API_KEY ?? ''}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      ok: response.ok,
      status: response.status,
      body: parseJson(await response.text()),
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
    };
  } catch (cause) {
    throw new ProviderFailure('The bot provider does not answer.', {
      permanent: false,
      outcomeUnknown: true,
      cause,
    });
  }
}

function failureOf(response: Answer): ProviderFailure {
  const body = (response.body ?? {}) as { message?: unknown; detail?: unknown; error?: unknown };
  const words = [body.message, body.detail, body.error].find((value) => typeof value === 'string');
  const passing =
    response.status === 202 || response.status === 408 || response.status === 429 || response.status >= 500;
  return new ProviderFailure(`The bot provider answered ${response.status}${words ? `: ${words}` : '.'}`, {
    permanent: !passing,
    outcomeUnknown: passing && response.status !== 429,
    retryAfterMs: response.retryAfterMs,
  });
}

function toEvent(body: z.infer<typeof webhookBody>): BotEvent {
  const status =
    body.event === 'bot.stopped' || body.event === 'bot.done'
      ? (END_OF_BOT_STATUS[body.bot_status ?? ''] ?? 'Done')
      : (STATUS_OF_EVENT[body.event] ?? null);
  return {
    providerBotId: body.bot_id,
    botId: ownId(body.custom_attributes),
    status,
    message: body.message ?? null,
  };
}

function ownId(attributes: Record<string, unknown> | null | undefined): string | null {
  const id = attributes?.usher_bot_id;
  return typeof id === 'string' ? id : null;
}

/** Unix seconds, Unix milliseconds or ISO 8601: the API's documents do not say which. */
function readTimestamp(value: string | null): number | null {
  if (!value) return null;
  const number = Number(value);
  if (Number.isFinite(number)) return number < 1e11 ? number * 1000 : number;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
