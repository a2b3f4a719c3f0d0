import { z } from 'zod';
import { retryAfterMs } from '@/lib/platform/retry-after';
import { storable } from '@/lib/platform/storable';
import { ProviderFailure } from './port';
import { send } from './send';

/** How long a provider may take to answer, in ms. */
const CALL_TIMEOUT_MS = 15_000;
/** How far a webhook's time may be from our clock, in ms: beyond it a copy is taken for a replay. */
const REPLAY_WINDOW_MS = 5 * 60_000;

/** A provider's name of a bot: it is kept and sent back as it is, so it must be text that can be, without change. */
export const botId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

export type Answer = { ok: boolean; status: number; body: unknown; retryAfterMs: number | null };

/**
 * One call to a provider's JSON API.
 * @returns whatever it answered, also a refusal; a body that is no JSON is null
 * @throws ProviderFailure when there was no answer in time: what was asked for may have been done
 */
export async function callProvider(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  try {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const {
      status,
      headers: answered,
      text,
    } = await send(
      method,
      url,
      { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      json,
      CALL_TIMEOUT_MS,
    );
    return {
      ok: status >= 200 && status < 300,
      status,
      body: parseJson(text),
      retryAfterMs: retryAfterMs(answered['retry-after'], answered.date),
    };
  } catch (cause) {
    throw new ProviderFailure('The bot provider does not answer.', {
      permanent: false,
      outcomeUnknown: true,
      cause,
    });
  }
}

/** A refusal as a failure: 202, 408, 429 and 5xx pass; of those only 429 says for certain that nothing was done. */
export function failureOf(answer: Answer): ProviderFailure {
  const passing =
    answer.status === 202 || answer.status === 408 || answer.status === 429 || answer.status >= 500;
  const words = wordsOf(answer.body);
  return new ProviderFailure(`The bot provider answered ${answer.status}${words ? `: ${words}` : '.'}`, {
    permanent: !passing,
    outcomeUnknown: passing && answer.status !== 429,
    retryAfterMs: answer.retryAfterMs,
  });
}

/** An answer that lacks what it must have: whether anything was done cannot be told from it. */
export function oddAnswer(what: string): ProviderFailure {
  return new ProviderFailure(`The bot provider answered without ${what}.`, {
    permanent: false,
    outcomeUnknown: true,
  });
}

/** A refusal's own words: one sentence, or the first complaint about a field (`{ "field": ["complaint"] }`). */
export function wordsOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const body = storable(answer);
  const { message, detail, error } = body as Record<string, unknown>;
  const sentence = [message, detail, error].find((value) => typeof value === 'string');
  if (typeof sentence === 'string') return sentence;
  const [field, complaints] = Object.entries(body)[0] ?? [];
  const complaint = Array.isArray(complaints) ? complaints[0] : null;
  return typeof complaint === 'string' ? `${field}: ${complaint}` : null;
}

/** @param time epoch milliseconds, or null when a message does not tell (a copy of it could be replayed for ever) */
export function isRecent(time: number | null, now: Date): boolean {
  return time !== null && Math.abs(+now - time) <= REPLAY_WINDOW_MS;
}

/** Our own bot id among the attributes that we sent along; null when it is not there. */
export function ownId(attributes: Record<string, unknown> | null | undefined): string | null {
  const id = attributes?.usher_bot_id;
  return typeof id === 'string' ? storable(id) : null;
}

/** @returns what the text says as JSON; null when it is none */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
