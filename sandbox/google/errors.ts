/**
 * Google's error envelope: `{ error: { errors: [{ domain, reason, message, … }], code, message } }`
 * (https://developers.google.com/workspace/calendar/api/guides/errors).
 */
export class GoogleError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    private readonly more: { domain?: string; locationType?: string; location?: string } = {},
  ) {
    super(message);
  }

  toBody(): object {
    const { reason, message, status } = this;
    const { domain = 'global', ...where } = this.more;
    return { error: { errors: [{ domain, reason, message, ...where }], code: status, message } };
  }
}

const parameter = (location: string) => ({ locationType: 'parameter', location });
const header = (location: string) => ({ locationType: 'header', location });

export const notFound = () => new GoogleError(404, 'notFound', 'Not Found');
export const alreadyDeleted = () => new GoogleError(410, 'deleted', 'Resource has been deleted');
export const requiredAccess = () =>
  new GoogleError(403, 'requiredAccessLevel', 'You need to have writer access to this calendar.', {
    domain: 'calendar',
  });
export const insufficientScopes = () =>
  new GoogleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
export const authError = () =>
  new GoogleError(401, 'authError', 'Invalid Credentials', header('Authorization'));
export const loginRequired = () =>
  new GoogleError(401, 'required', 'Login Required.', header('Authorization'));
export const invalidValue = (name: string) =>
  new GoogleError(400, 'invalid', 'Invalid Value', parameter(name));
export const badRequest = (message = 'Bad Request') => new GoogleError(400, 'badRequest', message);
export const required = (message: string) => new GoogleError(400, 'required', message);
export const rangeEmpty = () =>
  new GoogleError(400, 'timeRangeEmpty', 'The specified time range is empty.', {
    domain: 'calendar',
    ...parameter('timeMax'),
  });
export const conditionNotMet = () =>
  new GoogleError(412, 'conditionNotMet', 'Precondition Failed', header('If-Match'));
export const duplicate = () => new GoogleError(409, 'duplicate', 'The requested identifier already exists.');
export const syncTokenRestricted = () =>
  new GoogleError(
    400,
    'syncTokenWithRequestRestrictions',
    'Sync token cannot be used with other request restrictions.',
    { domain: 'calendar', ...parameter('syncToken') },
  );
export const fullSyncRequired = () =>
  new GoogleError(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
    domain: 'calendar',
    ...parameter('syncToken'),
  });

/** Returns Google's error for a fault's status and reason, with Google's message and domain. */
export function faultError(status: number, reason?: string): GoogleError {
  const known: Record<string, [string, string]> = {
    authError: ['Invalid Credentials', 'global'],
    rateLimitExceeded: ['Rate Limit Exceeded', 'usageLimits'],
    userRateLimitExceeded: ['User Rate Limit Exceeded', 'usageLimits'],
    quotaExceeded: ['Calendar usage limits exceeded.', 'usageLimits'],
    dailyLimitExceeded: ['Daily Limit Exceeded', 'usageLimits'],
    accessNotConfigured: [
      'Google Calendar API has not been used in this project before or it is disabled.',
      'usageLimits',
    ],
    forbidden: ['Forbidden', 'global'],
    notACalendarUser: ['The user must be signed up for Google Calendar.', 'calendar'],
    'push.webhookUrlUnauthorized': ['Unauthorized WebHook callback channel', 'global'],
    insufficientPermissions: ['Insufficient Permission', 'global'],
    notFound: ['Not Found', 'global'],
    deleted: ['Resource has been deleted', 'global'],
    backendError: ['Backend Error', 'global'],
    updatedMinTooLongAgo: ['The requested minimum modification time lies too far in the past.', 'calendar'],
  };
  if (reason === 'fullSyncRequired' || (status === 410 && !reason)) return fullSyncRequired();
  const fallback: Record<number, string> = {
    400: 'badRequest',
    401: 'authError',
    403: 'rateLimitExceeded',
    404: 'notFound',
    429: 'rateLimitExceeded',
    500: 'backendError',
    503: 'backendError',
  };
  const name = reason ?? fallback[status] ?? 'backendError';
  const [message, domain] = known[name] ?? ['Error', 'global'];
  return new GoogleError(status, name, message, { domain });
}
