/**
 * Every error the REST API answers with, and its status. One table: nothing else chooses a status.
 */
export const ERROR_STATUS = {
  validation_failed: 400,
  invalid_json: 400,
  invalid_content_type: 400,
  invalid_cursor: 400,
  no_meeting_link: 400,
  meeting_ended: 400,
  not_recurring: 400,
  no_such_occurrence: 400,
  invalid_google_credentials: 400,
  ambiguous_disconnect: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  no_connection: 404,
  nothing_scheduled: 404,
  method_not_allowed: 405,
  already_scheduled: 409,
  bot_not_editable: 409,
  calendar_off: 409,
  idempotency_key_reused: 409,
  idempotency_in_progress: 409,
  meeting_cancelled: 410,
  payload_too_large: 413,
  rate_limited: 429,
  internal_error: 500,
  google_failed: 502,
  provider_failed: 502,
  google_unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

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
    return ERROR_STATUS[this.code];
  }
}
