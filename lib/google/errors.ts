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

/** 403 reasons that mean "slower", not "no" (Calendar API guide, Handle API errors). */
const RATE_REASONS = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'calendarUsageLimitsExceeded',
]);

/** What a person can do about refusals that no repeated call overcomes. */
const REFUSALS: Record<string, string> = {
  forbidden:
    'Google does not let this account see the calendar’s events: ask its owner to share it with “See all event details”.',
  notFound: 'Google does not find it: it was deleted, or is not shared with this account any more.',
  insufficientPermissions:
    'Google says that the permission is too narrow for it: connect the account again and leave all boxes ticked.',
  accessNotConfigured:
    'The Google Calendar API is switched off in the Google Cloud project of this client: enable it there.',
};

type KindOfAnswer = Exclude<GoogleFailureKind, 'revoked' | 'invalid_client'>;

/** What happened, where Google gives no more exact reason. */
const WORDS: Record<Exclude<KindOfAnswer, 'forbidden'>, string> = {
  unauthorized: 'Google did not accept the access token.',
  not_found: 'Google does not find it.',
  sync_token_invalid: 'Google asks to read the whole calendar again.',
  push_unsupported: 'Google sends no notifications for this calendar.',
  rate_limited: 'Google has had too many requests, and asks for time.',
  unavailable: 'Google Calendar is out of order for the moment.',
  bad_request: 'Google calls the request wrong.',
};

const otherRefusal = (reason: string) =>
  `Google refuses this to the account (${reason}): look in Google Calendar whether it can see the calendar’s events there.`;

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
    new GoogleFailure(kind, reason, message, { retryAfterMs: waitMs, cause: thrown });

  if (typeof body === 'string') {
    const words = error_description ?? body;
    if (body === 'invalid_grant')
      return make('revoked', body, `Google no longer accepts the permission: ${words}`);
    if (body === 'invalid_client' || body === 'deleted_client' || body === 'unauthorized_client') {
      return make('invalid_client', body, `Google does not accept the client id or secret: ${words}`);
    }
    if (status !== undefined && status < 500) return make('bad_request', body, words);
  }

  const first = typeof body === 'object' ? body.errors?.[0] : undefined;
  const reason = first?.reason ?? String(error.code ?? status ?? 'network');
  const kind = kindOf(status, reason);
  const detail = (typeof body === 'object' && body.message) || error.message || 'no answer';
  const sentence = /[.!?]$/.test(detail) ? detail : `${detail}.`;
  if (status === undefined) return make(kind, reason, `Google could not be reached. (${sentence})`);
  const otherwise = kind === 'forbidden' ? otherRefusal(reason) : WORDS[kind];
  return make(kind, reason, `${REFUSALS[reason] ?? otherwise} (Google: ${sentence})`);
}

function kindOf(status: number | undefined, reason: string): KindOfAnswer {
  if (status === undefined || status >= 500 || status === 408) return 'unavailable';
  if (status === 429 || (status === 403 && RATE_REASONS.has(reason))) return 'rate_limited';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 410) return 'sync_token_invalid';
  if (reason === 'pushNotSupportedForRequestedResource') return 'push_unsupported';
  return 'bad_request';
}
