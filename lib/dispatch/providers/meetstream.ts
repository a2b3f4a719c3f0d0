import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { env } from '@/lib/platform/env';
import { constantTimeEqual } from '@/lib/platform/secrets';
import { storable } from '@/lib/platform/storable';
import type { BotStatus } from '@/lib/scheduling/domain/bot-status';
import {
  type Answer,
  botId,
  callProvider,
  failureOf,
  fieldsOf,
  isRecent,
  ownId,
  parseJson,
  readAnswer,
} from './http';
import type { BotEvent, BotProvider, BotRequest } from './port';

const createAnswer = z.looseObject({ bot_id: botId });
const statusAnswer = z.looseObject({
  bot_id: botId,
  status: z.string(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
});
const webhookBody = z.looseObject({
  event: z.string(),
  bot_id: botId,
  bot_status: z.string().nullish(),
  message: z.string().nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
});

/** Our states by the events that move a bot on; all other events (audio, video, transcripts) come after its end. */
const STATUS_OF_EVENT: Record<string, BotStatus> = {
  'bot.joining': 'Joining',
  'bot.in_waiting_room': 'WaitingRoom',
  'bot.inmeeting': 'InMeeting',
  'bot.recording': 'Recording',
  'bot.leaving': 'Leaving',
};
/** Our states by the `bot_status` of `bot.stopped`, which the status route gives of an ended bot too. */
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

/** Fields of our configuration that have another name in MeetStream's request, or none. */
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
 * MeetStream's bot API over HTTP, the reference provider. Authorization is `Token <key>`; webhooks are signed with
 * HMAC-SHA256 over the raw body.
 */
export const meetstream: BotProvider = {
  name: 'meetstream',
  title: 'MeetStream',

  apiUrl: () => env().MEETSTREAM_API_URL,

  missingSettings: () =>
    (['MEETSTREAM_API_KEY', 'MEETSTREAM_WEBHOOK_SECRET'] as const).filter((name) => !env()[name]),

  async createBot(request) {
    const response = await call('POST', 'bots/create_bot', requestBody(request), {
      'Idempotency-Key': request.idempotencyKey,
    });
    // 507 is this API's answer to a key that has made a bot before: its body is the first answer.
    if (![200, 201, 507].includes(response.status)) throw failureOf(response);
    const { bot_id: providerBotId } = readAnswer(response, createAnswer, 'a bot id');
    return { providerBotId, earlier: response.status === 507 };
  },

  async removeBot(providerBotId) {
    const response = await call('GET', `bots/${encodeURIComponent(providerBotId)}/remove_bot`);
    if (!response.ok && response.status !== 404) throw failureOf(response);
  },

  async readStatus(providerBotId) {
    const response = await call('GET', `bots/${encodeURIComponent(providerBotId)}/status`);
    if (response.status === 404) return null;
    if (!response.ok) throw failureOf(response);
    const answer = readAnswer(response, statusAnswer, 'a status');
    return {
      providerBotId: answer.bot_id,
      botId: ownId(answer.custom_attributes),
      status: STATUS_OF_BOT_STATUS[answer.status] ?? null,
      message: null,
    };
  },

  readWebhook(headers, body, now) {
    const secret = env().MEETSTREAM_WEBHOOK_SECRET;
    if (!secret) return null;
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    if (!constantTimeEqual(expected, headers.get('x-meetstream-signature') ?? '')) return null;
    // The API's documentation says that it is always sent.
    if (!isRecent(readTimestamp(headers.get('x-meetstream-timestamp')), now)) return null;
    const parsed = webhookBody.safeParse(parseJson(body));
    return parsed.success ? toEvent(parsed.data) : null;
  },
};

function requestBody(request: BotRequest): Record<string, unknown> {
  const { botConfig } = request;
  const passed = Object.fromEntries(
    Object.entries(botConfig).filter(([key]) => !NOT_PASSED_ON.includes(key)),
  );
  const recording = fieldsOf(botConfig.recording_config);
  return {
    ...passed,
    meeting_link: request.meetingUrl,
    bot_name: request.botName,
    // Always sent, as the provider's own default is true.
    video_required: botConfig.video_required === true,
    custom_attributes: request.customAttributes,
    ...(request.callbackUrl ? { callback_url: request.callbackUrl } : {}),
    ...(botConfig.transcription
      ? {
          recording_config: {
            ...recording,
            transcript: { ...fieldsOf(recording.transcript), provider: botConfig.transcription },
          },
        }
      : {}),
  };
}

function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { MEETSTREAM_API_URL, MEETSTREAM_API_KEY } = env();
  const authorization = { Authorization: `Token ${MEETSTREAM_API_KEY ?? ''}` };
  return callProvider(method, `${MEETSTREAM_API_URL}/${path}`, { ...authorization, ...headers }, body);
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
    message: storable(body.message ?? null),
  };
}

/** Returns epoch milliseconds from Unix seconds, milliseconds or ISO 8601: the API's documents do not say which. */
function readTimestamp(value: string | null): number | null {
  if (!value) return null;
  const number = Number(value);
  if (Number.isFinite(number)) return number < 1e11 ? number * 1000 : number;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date;
}
