import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { UsherError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { processGlobal } from '@/lib/platform/process-global';

const WINDOW_SECONDS = 60;
/**
 * A person may send this many times as much as an API key, in the dashboard, which refetches at every change, and as much
 * again with all keys together.
 */
const PERSON_FACTOR = 5;
/** The share of a key's limit that an address may send with wrong credentials. */
const REFUSALS_PART = 1 / 4;

/** The share of a key's limit that an address may read of the API's description, which is large. */
const DESCRIPTIONS_PART = 1 / 20;
/** How many requests of sign-ins an address may send a minute; a sign-in has two. */
const SIGN_INS = 60;

/** What is limited, and what a refused sender is told; `points`: how many requests a minute are possible. */
const LIMITS = {
  key: (points: number) => `Only ${points} requests a minute are possible.`,
  person: (points: number) => `Only ${points} requests a minute are possible.`,
  refusals: () => 'Too many requests with wrong credentials came from your address.',
  signIns: () => 'Too many sign-ins came from your address.',
  descriptions: (points: number) => `The API’s description can be read ${points} times a minute.`,
  registrations: (points: number) => `Only ${points} registrations a minute are possible.`,
  feed: (points: number) => `A feed can be read ${points} times a minute.`,
  pageErrors: (points: number) => `Only ${points} errors of pages a minute are taken.`,
};
type Limited = keyof typeof LIMITS;

function limiters(): Record<Limited, RateLimiterMemory> {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  return processGlobal('limiters', () => ({
    key: limiter(env().RATE_LIMIT),
    person: limiter(env().RATE_LIMIT * PERSON_FACTOR),
    refusals: limiter(Math.ceil(env().RATE_LIMIT * REFUSALS_PART)),
    signIns: limiter(SIGN_INS),
    descriptions: limiter(Math.ceil(env().RATE_LIMIT * DESCRIPTIONS_PART)),
    // Inngest's dev server registers the jobs every five seconds.
    registrations: limiter(30),
    // Calendar programs read a feed every few minutes at most, on each of a person's devices.
    feed: limiter(30),
    // Each is a line of the log, which no one may fill.
    pageErrors: limiter(10),
  }));
}

/**
 * Counts a request against its sender's limit for a minute, and returns the `RateLimit-*` headers for the answer.
 * @param id whose limit it is. `key`: the hash of an API key. `person`: the id of a user in the dashboard, or with `keys:`
 *   before it of one with all of their keys. `refusals`, for requests that were refused for their credentials,
 *   `signIns`, `descriptions` and `registrations`: the sender's address. `feed`: the id of a calendar feed. `pageErrors`: the id of a user
 * @throws UsherError rate_limited
 */
export async function takeRequest(kind: Limited, id: string): Promise<Record<string, string>> {
  const limiter = limiters()[kind];
  const state = await consume(limiter, id);
  const headers = headersOf(limiter, state);
  if (state.consumedPoints <= limiter.points) return headers;
  const seconds = secondsLeft(state);
  throw new UsherError('rate_limited', `${LIMITS[kind](limiter.points)} Try again in ${seconds} s.`, {
    headers: { ...headers, 'Retry-After': String(seconds) },
  });
}

/** Counts a request and returns the limiter's state, which the limiter rejects with beyond the limit. */
function consume(limiter: RateLimiterMemory, id: string): Promise<RateLimiterRes> {
  return limiter.consume(id).catch((refusal: unknown) => {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  });
}

/** Returns the headers of draft-ietf-httpapi-ratelimit-headers-06; times are whole seconds until the window ends. */
function headersOf(limiter: RateLimiterMemory, state: RateLimiterRes): Record<string, string> {
  return {
    'RateLimit-Limit': String(limiter.points),
    'RateLimit-Remaining': String(Math.max(0, limiter.points - state.consumedPoints)),
    'RateLimit-Reset': String(secondsLeft(state)),
    'RateLimit-Policy': `${limiter.points};w=${WINDOW_SECONDS}`,
  };
}

function secondsLeft(state: RateLimiterRes): number {
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}
