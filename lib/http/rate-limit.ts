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
/** The share of a key's limit that an address may send with wrong keys. */
const REFUSALS_PART = 1 / 4;
/** Inngest's dev server registers the jobs every five seconds. */
const REGISTRATIONS = 30;
/** Calendar programs read a feed every few minutes at most, on each of a person's devices. */
const FEED_READS = 30;

type Limiters = Record<'feed' | 'key' | 'person' | 'refusals' | 'registrations', RateLimiterMemory>;

function limiters(): Limiters {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  return processGlobal('limiters', () => ({
    key: limiter(env().RATE_LIMIT),
    person: limiter(env().RATE_LIMIT * PERSON_FACTOR),
    refusals: limiter(Math.ceil(env().RATE_LIMIT * REFUSALS_PART)),
    registrations: limiter(REGISTRATIONS),
    feed: limiter(FEED_READS),
  }));
}

/**
 * Counts a request against its sender's limit for a minute, and returns the `RateLimit-*` headers for the answer.
 * @param kind an API client (`id` is the hash of its key), or a person: in the dashboard (`id` is the user's), or with all
 *   of their keys (`keys:` before it)
 * @throws UsherError rate_limited
 */
export async function takeRequest(kind: 'key' | 'person', id: string): Promise<Record<string, string>> {
  const limiter = limiters()[kind];
  const state = await consume(limiter, id);
  const headers = headersOf(limiter, state);
  if (state.consumedPoints <= limiter.points) return headers;
  throw tooMany(`Only ${limiter.points} requests a minute are possible.`, state, headers);
}

/**
 * Counts a request that was refused for its credentials.
 * @throws UsherError rate_limited when the address has sent too many of them
 */
export async function countRefusal(address: string): Promise<void> {
  const { refusals } = limiters();
  const state = await consume(refusals, address);
  if (state.consumedPoints > refusals.points) throw refusedTooOften(refusals, state);
}

/**
 * Counts a request that the jobs be registered with the Inngest server.
 * @throws UsherError rate_limited when the address has sent too many of them
 */
export async function takeRegistration(address: string): Promise<void> {
  const { registrations } = limiters();
  const state = await consume(registrations, address);
  if (state.consumedPoints <= registrations.points) return;
  const message = `Only ${registrations.points} registrations a minute are possible.`;
  throw tooMany(message, state, headersOf(registrations, state));
}

/**
 * Counts a request that reads a calendar feed.
 * @throws UsherError rate_limited
 */
export async function takeFeedRead(feedId: string): Promise<void> {
  const { feed } = limiters();
  const state = await consume(feed, feedId);
  if (state.consumedPoints <= feed.points) return;
  throw tooMany(`A feed can be read ${feed.points} times a minute.`, state, headersOf(feed, state));
}

/** Counts a request and returns the limiter's state, which the limiter rejects with beyond the limit. */
function consume(limiter: RateLimiterMemory, id: string): Promise<RateLimiterRes> {
  return limiter.consume(id).catch((refusal: unknown) => {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  });
}

function refusedTooOften(limiter: RateLimiterMemory, state: RateLimiterRes): UsherError {
  const message = 'Too many requests with wrong API keys came from your address.';
  return tooMany(message, state, headersOf(limiter, state));
}

function tooMany(message: string, state: RateLimiterRes, headers: Record<string, string>): UsherError {
  const seconds = secondsLeft(state);
  return new UsherError('rate_limited', `${message} Try again in ${seconds} s.`, {
    headers: { ...headers, 'Retry-After': String(seconds) },
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
