/**
 * Every error the REST API answers with: its status, and what it means. One table: nothing else chooses a status.
 */
export const ERRORS = {
  validation_failed: {
    status: 400,
    meaning: 'A field, parameter or path is wrong; `details` lists every one with its path.',
  },
  invalid_json: { status: 400, meaning: 'The body is no JSON, or no UTF-8.' },
  invalid_content_type: { status: 400, meaning: 'The body is of another type than JSON.' },
  invalid_cursor: {
    status: 400,
    meaning: 'The cursor is forged, or belongs to another list or user: start without one.',
  },
  no_meeting_link: { status: 400, meaning: 'The meeting has no link a bot could join.' },
  provider_cannot_join: {
    status: 400,
    meaning:
      'The bot provider of its account cannot join by the meeting’s link; the message says what to do.',
  },
  meeting_ended: { status: 400, meaning: 'The meeting has ended, or the series has no more meetings.' },
  not_recurring: { status: 400, meaning: 'The event does not repeat.' },
  no_such_occurrence: {
    status: 400,
    meaning: 'The series has no meeting at that time; the message names the nearest ones.',
  },
  invalid_google_credentials: {
    status: 400,
    meaning: 'Google refused the credentials; the message says why.',
  },
  ambiguous_disconnect: {
    status: 400,
    meaning: 'Several accounts are connected and none is named; nothing was touched.',
  },
  ambiguous_calendar: {
    status: 400,
    meaning: 'Several accounts have this calendar: use the `usher_id` of one.',
  },
  unauthorized: { status: 401, meaning: 'No credentials were sent.' },
  forbidden: {
    status: 403,
    meaning: 'The credentials were rejected, or the request came from another site.',
  },
  not_found: { status: 404, meaning: 'Nothing of this user has this id.' },
  no_connection: { status: 404, meaning: 'No Google Calendar is connected.' },
  nothing_scheduled: { status: 404, meaning: 'No bot is scheduled there.' },
  method_not_allowed: { status: 405, meaning: 'The path has other methods; `Allow` names them.' },
  request_timeout: { status: 408, meaning: 'The body did not arrive within 30 seconds.' },
  already_scheduled: {
    status: 409,
    meaning: 'The meeting has a bot that is booked or active; `bot_id` names it.',
  },
  bot_not_editable: { status: 409, meaning: 'The bot has joined or has ended; `status` says which.' },
  bot_changed: { status: 409, meaning: 'The bot has changed since that `version` was read: read it again.' },
  calendar_not_readable: {
    status: 409,
    meaning: 'Google shows only when the calendar is busy, not its meetings.',
  },
  calendar_off: { status: 409, meaning: 'Sync is off for its calendar: no bot can be scheduled there.' },
  google_revoked: {
    status: 409,
    meaning: 'Google no longer accepts the account’s permission: connect it again.',
  },
  idempotency_key_reused: { status: 409, meaning: 'The `Idempotency-Key` was sent with another request.' },
  idempotency_in_progress: {
    status: 409,
    meaning: 'The first request with this `Idempotency-Key` is still being answered.',
  },
  own_account: { status: 409, meaning: 'Administrators cannot do this to their own account.' },
  too_many_keys: { status: 409, meaning: 'The person has as many API keys as possible: revoke one first.' },
  meeting_cancelled: { status: 410, meaning: 'The meeting is canceled.' },
  payload_too_large: { status: 413, meaning: 'The body is larger than 256 KiB.' },
  rate_limited: { status: 429, meaning: 'Too many requests; `Retry-After` says how many seconds to wait.' },
  internal_error: { status: 500, meaning: 'A fault of this installation, logged under the request id.' },
  google_failed: { status: 502, meaning: 'Google refused; the message says why.' },
  provider_failed: { status: 502, meaning: 'The bot provider failed.' },
  google_unavailable: { status: 503, meaning: 'Google does not answer; try again.' },
  stopping: { status: 503, meaning: 'The process is stopping, as for a new version; try again.' },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/**
 * The one error class of the product. Services throw it; the HTTP layer turns it into the answer
 * `{ error, message, details?, request_id, ...extra }`.
 */
export class UsherError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;
  /** Fields that stand beside `error` and `message` in the answer, such as `bot_id`. */
  readonly extra: Record<string, unknown>;
  /** Headers of the answer, such as `Retry-After`. */
  readonly headers: Record<string, string>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      details?: unknown;
      extra?: Record<string, unknown>;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'UsherError';
    this.code = code;
    this.details = options.details;
    this.extra = options.extra ?? {};
    this.headers = options.headers ?? {};
  }

  /** HTTP status of this error's code. */
  get status(): number {
    return ERRORS[this.code].status;
  }
}

/**
 * Returns a cursor that was decoded.
 * @throws UsherError invalid_cursor for null: the text was no cursor of this list
 */
export function validCursor<Cursor>(decoded: Cursor | null): Cursor {
  if (decoded !== null) return decoded;
  throw new UsherError(
    'invalid_cursor',
    'This cursor does not belong to this list: start again without one.',
  );
}
