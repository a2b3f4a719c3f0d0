import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { env } from '@/lib/platform/env';
import { warnOnce } from '@/lib/platform/log-seldom';
import { logger } from '@/lib/platform/logger';
import { constantTimeEqual } from '@/lib/platform/secrets';
import { storable } from '@/lib/platform/storable';
import { isActive } from '@/lib/scheduling/domain/bot-status';
import { leaveRules } from '../domain/automatic-leave';
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
import { statusOfPoll, statusOfReport, type Told } from './meetstream-status';
import type { BotProvider, BotRequest } from './port';

const createAnswer = z.looseObject({ bot_id: botId });
const statusAnswer = z.looseObject({
  bot_id: botId,
  status: z.string(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
});
const webhookBody = z
  .looseObject({
    event: z.string().nullish(),
    bot_event: z.string().nullish(),
    bot_id: botId.nullish().catch(null),
    bot_status: z.string().nullish().catch(null),
    message: z.string().nullish().catch(null),
    status_code: z.union([z.number(), z.string()]).nullish().catch(null),
    custom_attributes: z.record(z.string(), z.unknown()).nullish().catch(null),
  })
  .refine(({ event, bot_event }) => event || bot_event);

/** How a bot ended that the host removed, for people. */
const KICKED = 'Removed by the host.';
const NO_REASON = 'MeetStream tells no reason.';
/** So many characters of a message are stored. */
const MAX_WORDS = 1000;

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
  'automatic_leave',
];

/**
 * MeetStream's bot API over HTTP, the reference provider. Authorization is `Token <key>`. Reports to a bot's own address are
 * unsigned; those to an endpoint that is set up in its dashboard are signed with HMAC-SHA256 over the raw body.
 */
export const meetstream: BotProvider = {
  name: 'meetstream',
  title: 'MeetStream',
  reportsOverHttpsOnly: false,

  apiUrl: () => env().MEETSTREAM_API_URL,

  writeRequest: (request) => JSON.stringify(requestBody(request)),

  async createBot({ idempotencyKey, body }) {
    const response = await call('POST', 'bots/create_bot', body, { 'Idempotency-Key': idempotencyKey });
    if (response.status === 409) {
      logger.error(
        { idempotencyKey, answer: response.body },
        'MeetStream knows this idempotency key with another request: Usher has sent one key with two requests',
      );
    }
    // 507 is this API's answer to a key that has made a bot before: its body is the first answer.
    if (![200, 201, 507].includes(response.status)) throw failureOf(response);
    const { bot_id: providerBotId } = readAnswer(response, createAnswer, 'a bot id');
    return { providerBotId, earlier: response.status === 507 };
  },

  async removeBot(providerBotId) {
    const response = await call('GET', `bots/${encodeURIComponent(providerBotId)}/remove_bot`);
    if (response.ok) return;
    if (response.status !== 404) throw failureOf(response);
    // A bot that is gone is 404, and so is everything at a wrong address: another call has to succeed.
    const found = await meetstream.readStatus(providerBotId);
    if (!found) return meetstream.probe();
    if (found.status && isActive(found.status)) throw failureOf(response);
  },

  async probe() {
    const response = await call('GET', 'bots');
    if (!response.ok) throw failureOf(response);
  },

  async readStatus(providerBotId) {
    const response = await call('GET', `bots/${encodeURIComponent(providerBotId)}/status`);
    if (response.status === 404) return null;
    if (!response.ok) throw failureOf(response);
    const answer = readAnswer(response, statusAnswer, 'a status');
    return {
      providerBotId: answer.bot_id,
      botId: ownId(answer.custom_attributes),
      ...endWords(known(statusOfPoll(answer.status), 'status', answer.status), null),
    };
  },

  readWebhook({ headers, body, isAddressed }, now) {
    if (!isAuthentic(headers, body, now, isAddressed)) return 'bad_signature';
    const parsed = webhookBody.safeParse(parseJson(body));
    if (!parsed.success) return 'unreadable';
    const report = parsed.data;
    if (!report.bot_id && !isAddressed) return 'unreadable';
    const event = report.event || report.bot_event || '';
    return {
      providerBotId: report.bot_id ?? null,
      botId: ownId(report.custom_attributes),
      ...endWords(known(statusOfReport(report), 'event', event), report.message ?? null),
    };
  },
};

/**
 * Returns whether a message is MeetStream's. At a bot's own address the token has told that already, and a signature is
 * checked where one comes and we know its secret; its time is not part of what is signed.
 */
function isAuthentic(headers: Headers, body: string, now: Date, isAddressed: boolean): boolean {
  const secret = env().MEETSTREAM_WEBHOOK_SECRET;
  const signature = headers.get('x-meetstream-signature');
  if (isAddressed && (!signature || !secret)) return true;
  if (!secret) return false;
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  if (!constantTimeEqual(expected, signature ?? '')) return false;
  // The API's documentation says that it is always sent.
  return isAddressed || isRecent(readTimestamp(headers.get('x-meetstream-timestamp')), now);
}

/** Returns what a word tells; one that is not known is logged once, and tells no state. */
function known(told: Told | 'unknown', kind: 'event' | 'status', word: string): Told {
  if (told !== 'unknown') return told;
  warnOnce(
    `MeetStream ${kind} ${word}`,
    `MeetStream sends a word that Usher does not know; it changes no bot`,
  );
  return { status: null, isKicked: false };
}

/** Returns a state with the reason that people read when it is an ending. */
function endWords({ status, isKicked }: Told, message: string | null) {
  const words = storable(message?.trim().slice(0, MAX_WORDS) || null);
  if (isKicked) return { status, message: KICKED, isKicked };
  return { status, message: words ?? (status === 'Error' ? NO_REASON : null) };
}

function requestBody(request: BotRequest): Record<string, unknown> {
  const { botConfig } = request;
  const passed = Object.fromEntries(
    Object.entries(botConfig).filter(([key]) => !NOT_PASSED_ON.includes(key)),
  );
  const recording = fieldsOf(botConfig.recording_config);
  const { seconds, botDetection } = leaveRules(fieldsOf(botConfig.automatic_leave), request.botName);
  return {
    ...passed,
    meeting_link: request.meetingUrl,
    bot_name: request.botName,
    // Always sent, as the provider's own default is true.
    video_required: botConfig.video_required === true,
    custom_attributes: request.customAttributes,
    deduplication_key: request.idempotencyKey,
    automatic_leave: {
      ...seconds,
      // MeetStream's guide has one name for it, its OpenAPI document the other.
      no_one_joined_timeout: seconds.noone_joined_timeout,
      ...(botDetection ? { bot_detection: botDetection } : {}),
    },
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

/** Returns epoch milliseconds from Unix seconds, milliseconds or ISO 8601: the API's documents do not say which. */
function readTimestamp(value: string | null): number | null {
  if (!value) return null;
  const number = Number(value);
  if (Number.isFinite(number)) return number < 1e11 ? number * 1000 : number;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date;
}
