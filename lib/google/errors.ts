import { z } from 'zod';
import { retryAfterMs } from '@/lib/platform/retry-after';

/** What a failed call to Google means for us. */
export type GoogleFailureKind =
  /** The person's permission was revoked (`invalid_grant`): only they can restore it. */
  | 'revoked'
  /** The client id or secret is wrong. */
  | 'invalid_client'
  | 'unauthorized'
  /** Not allowed, also when asked again. */
  | 'forbidden'
  | 'not_found'
  /** The sync token has expired or is damaged: all is to be read again. */
  | 'sync_token_invalid'
  /** This calendar can never be watched. */
  | 'push_unsupported'
  /** Google does not notify the address of this installation: no calendar can be watched until an operator acts. */
  | 'push_refused'
  | 'rate_limited'
  /** Google, or the way to it, is down. */
  | 'unavailable'
  | 'bad_request';

/** A failed call to Google. Its kind decides what is done, never its words. */
export class GoogleFailure extends Error {
  readonly kind: GoogleFailureKind;
  /** Google's machine-readable reason, such as `rateLimitExceeded`. */
  readonly reason: string;
  /** How long Google asks to wait; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: GoogleFailureKind,
    reason: string,
    message: string,
    { retryAfterMs = null, cause }: { retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'GoogleFailure';
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same call may succeed later although no one does anything. */
  get passing(): boolean {
    return this.kind === 'rate_limited' || this.kind === 'unavailable';
  }
}

/**
 * 403 reasons that mean "later", not "no": `rateLimitExceeded`, `userRateLimitExceeded`, `quotaExceeded`,
 * `dailyLimitExceeded`, `calendarUsageLimitsExceeded` (Calendar API guide, Handle API errors).
 */
const LIMIT_REASON = /(?:limits?|quota)Exceeded/i;
/** The calls of a project for one day are used up. */
const DAILY_LIMIT_REASON = /^dailyLimitExceeded/;

/** Reasons that are about the address to which Google is asked to send notifications (guide "Push notifications"). */
const PUSH_ADDRESS_REASON = /^push\.webhookUrl/;

/** What a reason means, and what a person can do about it. */
const REASONS: Record<string, string> = {
  forbidden:
    'Google does not let this account see the calendar’s events: ask its owner to share it with “See all event details”.',
  notFound: 'Google can’t find it: it was deleted, or is no longer shared with this account.',
  insufficientPermissions:
    'Usher’s permission doesn’t cover this: connect the account again and check all boxes on Google’s page.',
  accessNotConfigured:
    'The Google Calendar API is off in the Google Cloud project of this client: turn it on there.',
  notACalendarUser:
    'This Google account does not use Google Calendar: open calendar.google.com with it once, or ask the administrator of its organization to turn Google Calendar on.',
  dailyLimitExceeded:
    'The Google Cloud project of this client has used up its daily quota, which resets at midnight Pacific time, or right away if you raise it.',
  'push.webhookUrlUnauthorized':
    'Google does not send notifications to the address of this installation: its domain must be allowed in the Google Cloud project of this client.',
  'push.webhookUrlNotHttps':
    'Google does not send notifications to the address of this installation: it must be public https with a valid certificate.',
};

type KindOfAnswer = Exclude<GoogleFailureKind, 'revoked' | 'invalid_client'>;

/** What happened, where Google gives no more exact reason. */
const WORDS: Record<Exclude<KindOfAnswer, 'forbidden'>, string> = {
  unauthorized: 'Google did not accept the access token.',
  not_found: 'Google can’t find it.',
  sync_token_invalid: 'Google asks to read the whole calendar again.',
  push_unsupported: 'Google sends no notifications for this calendar.',
  push_refused: 'Google does not send notifications to the address of this installation.',
  rate_limited: 'Google received too many requests and asked Usher to slow down.',
  unavailable: 'Google Calendar is temporarily unavailable.',
  bad_request: 'Google rejected the request.',
};

const otherRefusal = (reason: string) =>
  `Google refused this account access (${reason}): check in Google Calendar that it can see the calendar’s events.`;

type HttpError = {
  message?: string;
  code?: number | string;
  status?: number;
  response?: {
    status?: number;
    headers?: Pick<Headers, 'get'>;
    data?: unknown;
  };
};

/**
 * What an answer with an error says: of OAuth a word (RFC 6749 section 5.2), of the Calendar API an object.
 */
const errorAnswer = z
  .object({
    error: z.union([
      z.string(),
      z.object({
        message: z.string().optional(),
        errors: z.array(z.object({ reason: z.string().optional() })).optional(),
      }),
    ]),
    error_description: z.string().optional(),
  })
  .partial()
  .catch({});

/**
 * Returns the GoogleFailure that stands for whatever Google's client threw.
 * Sources: Calendar API guide "Handle API errors", OAuth 2.0 RFC 6749 section 5.2.
 */
export function toGoogleFailure(thrown: unknown): GoogleFailure {
  if (thrown instanceof GoogleFailure) return thrown;
  const error = thrown as HttpError;
  const status = error.response?.status ?? error.status;
  const { error: body, error_description } = errorAnswer.parse(error.response?.data);
  // Google's client brings a Headers class of its own.
  const headers = error.response?.headers;
  const waitMs = retryAfterMs(headers?.get('retry-after'), headers?.get('date'));
  const make = (kind: GoogleFailureKind, reason: string, message: string) =>
    new GoogleFailure(kind, reason, message, {
      retryAfterMs: waitMs ?? (DAILY_LIMIT_REASON.test(reason) ? waitForNextDay(headers?.get('date')) : null),
      cause: thrown,
    });

  if (typeof body === 'string') {
    const words = error_description ?? body;
    if (body === 'invalid_grant')
      return make('revoked', body, `Google no longer accepts the permission: ${words}`);
    if (body === 'invalid_client' || body === 'deleted_client' || body === 'unauthorized_client') {
      return make('invalid_client', body, `Google does not accept the client id or secret: ${words}`);
    }
    // As the userinfo endpoint says it (RFC 6750 section 3.1).
    if (status === 401) return make('unauthorized', body, words);
    if (status !== undefined && status < 500) return make('bad_request', body, words);
  }

  const first = typeof body === 'object' ? body.errors?.[0] : undefined;
  const reason = first?.reason ?? String(error.code ?? status ?? 'network');
  // What has a body without a word of Google's is of a proxy or a portal on the way to it, and no refusal of Google's.
  const isGoogles = body !== undefined || !error.response?.data;
  const kind = kindOf(status, reason, isGoogles);
  const detail = (typeof body === 'object' && body.message) || error.message || 'no answer';
  const sentence = /[.!?]$/.test(detail) ? detail : `${detail}.`;
  if (status === undefined) return make(kind, reason, `Google could not be reached. (${sentence})`);
  const otherwise = kind === 'forbidden' ? otherRefusal(reason) : WORDS[kind];
  return make(kind, reason, `${REASONS[reason] ?? otherwise} (Google: ${sentence})`);
}

function kindOf(status: number | undefined, reason: string, isGoogles: boolean): KindOfAnswer {
  if (status === undefined || status >= 500 || status === 408) return 'unavailable';
  // Before the status: of a refused address Google says 400 or 401, which is not about the access token.
  if (PUSH_ADDRESS_REASON.test(reason)) return 'push_refused';
  if (status === 429 || (status === 403 && LIMIT_REASON.test(reason))) return 'rate_limited';
  if (status === 401) return 'unauthorized';
  if (!isGoogles) return 'unavailable';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 410) return 'sync_token_invalid';
  if (reason === 'pushNotSupportedForRequestedResource') return 'push_unsupported';
  return 'bad_request';
}

const HOUR_MS = 3_600_000;
const PACIFIC = new Intl.DateTimeFormat('en', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/**
 * Returns how long to wait when the calls of a day are used up: until midnight Pacific time, an hour at most, because an
 * operator may raise the quota.
 * @param date of Google's answer
 */
function waitForNextDay(date: string | null | undefined): number {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return HOUR_MS;
  const part = new Map(PACIFIC.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const seconds = ((part.get('hour') ?? 0) * 60 + (part.get('minute') ?? 0)) * 60 + (part.get('second') ?? 0);
  return Math.min(HOUR_MS, (86_400 - seconds) * 1000);
}
