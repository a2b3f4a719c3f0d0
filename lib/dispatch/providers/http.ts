import { z } from 'zod';
import { retryAfterMs } from '@/lib/platform/retry-after';
import { storable } from '@/lib/platform/storable';
import { installationRefusal } from '../domain/provider-stop';
import { ProviderFailure } from './port';
import { send } from './send';

/** How long a provider may take to answer, in ms. */
export const CALL_LIMIT_MS = 15_000;
/** How far a webhook's time may be from our clock, in ms: beyond that it is taken for a replay. */
const REPLAY_WINDOW_MS = 5 * 60_000;

/** A provider's id of a bot. It is stored and sent back, so it must be text that survives both without change. */
export const botId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** `body`: what the text says as JSON; null when it is no JSON. */
export type Answer = { ok: boolean; status: number; body: unknown; retryAfterMs: number | null };

/**
 * Makes one call to a provider's JSON API, and returns the answer, also when it is a refusal.
 * @param body what is sent as JSON; a text is JSON already, and sent as it is
 * @throws ProviderFailure when there was no answer in time: the provider may have done what the call asked for
 */
export async function callProvider(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  try {
    const json = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await send({
      method,
      url,
      headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: json,
      limitMs: CALL_LIMIT_MS,
    });
    return {
      ok: answer.status >= 200 && answer.status < 300,
      status: answer.status,
      body: parseJson(answer.text),
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], answer.headers.date),
    };
  } catch (cause) {
    throw new ProviderFailure('The bot provider does not answer.', {
      permanent: false,
      outcomeUnknown: true,
      cause,
    });
  }
}

/**
 * Returns a refusal as a failure. 202, 408, 429 and 5xx are worth another try; of these only 429 says for certain that
 * nothing was done. 401, 403 and 404 refuse the installation, unless the call was about one bot: then 404 is about that.
 */
export function failureOf(answer: Answer): ProviderFailure {
  const passing =
    answer.status === 202 || answer.status === 408 || answer.status === 429 || answer.status >= 500;
  const words = wordsOf(answer.body);
  const installation = installationRefusal(answer.status, words);
  return new ProviderFailure(`The bot provider answered ${answer.status}${words ? `: ${words}` : '.'}`, {
    permanent: !passing && !installation,
    installation,
    outcomeUnknown: passing && answer.status !== 429,
    retryAfterMs: answer.retryAfterMs,
  });
}

/**
 * Returns the body of an answer, parsed.
 * @param what the schema demands, for people
 * @throws ProviderFailure when the body is something else: it does not tell whether anything was done
 */
export function readAnswer<T>({ body }: Answer, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ProviderFailure(`The bot provider answered without ${what}.`, {
    permanent: false,
    outcomeUnknown: true,
  });
}

/** How long the words of a refusal may be: they are stored with the bot, and shown. */
const MOST_WORDS = 500;
/** Names of fields that hold a sentence about the whole request, not about a field of that name. */
const SENTENCES = ['message', 'detail', 'error', 'reason'];
/** Names under which complaints stand that are about no single field. */
const NAMELESS = ['errors', 'details', 'non_field_errors', '__all__', ...SENTENCES];

/**
 * Returns a refusal's own words: its sentence, or its complaints, each with the field that it is about, as
 * `bot_chat_message.message: This field may not be blank.` Complaints may be nested, in objects and in lists. Null when
 * there are none.
 */
export function wordsOf(body: unknown): string | null {
  const stored = storable(body);
  const fields = fieldsOf(stored);
  const sentence = SENTENCES.map((name) => fields[name]).find(
    (value) => typeof value === 'string' && value.trim() !== '',
  );
  const words = typeof sentence === 'string' ? sentence : [...new Set(complaints(stored, [], 0))].join(' ');
  const text = words.trim();
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text || null;
}

/** Returns the complaints in a value. @param path the fields that lead to it */
function complaints(value: unknown, path: string[], depth: number): string[] {
  if (depth > 6) return [];
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return [];
    return [path.length > 0 ? `${path.join('.')}: ${text}` : text];
  }
  if (Array.isArray(value)) return value.flatMap((item) => complaints(item, path, depth + 1));
  return Object.entries(fieldsOf(value)).flatMap(([name, inner]) => {
    // A list under a name such as `message` holds what is wrong with the field of that name.
    const isField = !NAMELESS.includes(name) || (SENTENCES.includes(name) && Array.isArray(inner));
    return complaints(inner, isField ? [...path, name] : path, depth + 1);
  });
}

/**
 * Returns whether a message is new enough to be no replay.
 * @param time epoch milliseconds, or null when the message does not tell: a copy of it could be replayed for ever
 */
export function isRecent(time: number | null, now: Date): boolean {
  return time !== null && Math.abs(+now - time) <= REPLAY_WINDOW_MS;
}

/** Returns our own bot id from the attributes that we sent along; null when it is not there. */
export function ownId(attributes: Record<string, unknown> | null | undefined): string | null {
  const id = attributes?.usher_bot_id;
  return typeof id === 'string' ? storable(id) : null;
}

/** Returns the fields of a JSON object; none of any other value. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

/** Returns what a text says as JSON; null when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
