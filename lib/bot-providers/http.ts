import { ProviderFailure } from './port';
import { send } from './send';

/** How long a provider may take to answer, in ms. */
const CALL_TIMEOUT_MS = 15_000;
/** How far a webhook's time may be from our clock, in ms: beyond it a copy is taken for a replay. */
const REPLAY_WINDOW_MS = 5 * 60_000;

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
    const seconds = Number(answered['retry-after'] ?? Number.NaN);
    return {
      ok: status >= 200 && status < 300,
      status,
      body: parseJson(text),
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
export function wordsOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
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
  return typeof id === 'string' ? id : null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
