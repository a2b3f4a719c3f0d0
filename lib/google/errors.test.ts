import { describe, expect, it } from 'vitest';
import { toGoogleFailure } from './errors';

/** What Google's client throws for an answer with this status, reason and headers. */
const thrown = (status: number, reason: string, headers: Record<string, string> = {}) => ({
  response: {
    status,
    headers: new Headers(headers),
    data: { error: { errors: [{ reason }], message: 'No.' } },
  },
});
const waits = (retryAfter: string, date = 'Tue, 19 Nov 2013 01:13:52 GMT') =>
  toGoogleFailure(thrown(503, 'backendError', { 'retry-after': retryAfter, date })).retryAfterMs;

describe('failures of Google', () => {
  it.each([
    [400, 'badRequest', 'bad_request', false],
    [400, 'invalid', 'bad_request', false],
    [400, 'timeRangeEmpty', 'bad_request', false],
    [400, 'syncTokenWithRequestRestrictions', 'bad_request', false],
    [400, 'channelIdNotUnique', 'bad_request', false],
    [400, 'push.webhookUrlNotHttps', 'push_refused', false],
    [400, 'pushNotSupportedForRequestedResource', 'push_unsupported', false],
    [401, 'authError', 'unauthorized', false],
    [401, 'required', 'unauthorized', false],
    [401, 'push.webhookUrlUnauthorized', 'push_refused', false],
    [403, 'rateLimitExceeded', 'rate_limited', true],
    [403, 'userRateLimitExceeded', 'rate_limited', true],
    [403, 'quotaExceeded', 'rate_limited', true],
    [403, 'dailyLimitExceeded', 'rate_limited', true],
    [403, 'calendarUsageLimitsExceeded', 'rate_limited', true],
    [403, 'forbidden', 'forbidden', false],
    [403, 'insufficientPermissions', 'forbidden', false],
    [403, 'accessNotConfigured', 'forbidden', false],
    [403, 'notACalendarUser', 'forbidden', false],
    [403, 'requiredAccessLevel', 'forbidden', false],
    [404, 'notFound', 'not_found', false],
    [409, 'duplicate', 'bad_request', false],
    [409, 'conflict', 'bad_request', false],
    [410, 'fullSyncRequired', 'sync_token_invalid', false],
    [410, 'updatedMinTooLongAgo', 'sync_token_invalid', false],
    [410, 'deleted', 'sync_token_invalid', false],
    [412, 'conditionNotMet', 'bad_request', false],
    [429, 'rateLimitExceeded', 'rate_limited', true],
    [500, 'backendError', 'unavailable', true],
    [503, 'backendError', 'unavailable', true],
  ])('an answer %i %s is %s', (status, reason, kind, passing) => {
    expect(toGoogleFailure(thrown(status, reason))).toMatchObject({ kind, reason, passing });
  });

  it.each([
    [403, 'dailyLimitExceeded', 'its daily quota'],
    [403, 'notACalendarUser', 'does not use Google Calendar'],
    [401, 'push.webhookUrlUnauthorized', 'to the address of this installation: its domain'],
    [400, 'push.webhookUrlNotHttps', 'to the address of this installation: it must be public https'],
  ])('%i %s has its own sentence', (status, reason, words) => {
    expect(toGoogleFailure(thrown(status, reason)).message).toContain(words);
  });

  it.each([
    ['a summer’s evening', 'Sat, 12 Jun 2027 06:30:00 GMT', 30],
    ['a winter’s evening', 'Tue, 12 Jan 2027 07:50:00 GMT', 10],
    ['noon', 'Tue, 12 Jan 2027 20:00:00 GMT', 60],
    ['a time that Google does not say', undefined, 60],
  ])(
    'the calls of a day that are used up in %s are tried again at midnight Pacific time, or in an hour',
    (_, date, minutes) => {
      const failure = toGoogleFailure(thrown(403, 'dailyLimitExceeded', date ? { date } : {}));
      expect(failure.retryAfterMs).toBe(minutes * 60_000);
    },
  );

  it('a failure that only a person can resolve says what to do', () => {
    expect(toGoogleFailure(thrown(403, 'insufficientPermissions')).message).toContain(
      'check all boxes on Google’s page',
    );
    expect(toGoogleFailure(thrown(403, 'accessNotConfigured')).message).toContain('turn it on there');
  });

  it.each([
    [503, 'backendError', 'Google Calendar is temporarily unavailable. (Google: No.)'],
    [500, 'somethingNew', 'Google Calendar is temporarily unavailable. (Google: No.)'],
    [
      403,
      'rateLimitExceeded',
      'Google received too many requests and asked Usher to slow down. (Google: No.)',
    ],
    [400, 'badRequest', 'Google rejected the request. (Google: No.)'],
  ])('the message of %i %s has our words, and then Google’s', (status, reason, words) => {
    expect(toGoogleFailure(thrown(status, reason)).message).toBe(words);
  });

  it('a failure without an answer does not quote Google', () => {
    expect(toGoogleFailure(new Error('connect ECONNREFUSED')).message).toBe(
      'Google could not be reached. (connect ECONNREFUSED.)',
    );
  });

  it.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'EPROTO', 'ENOTFOUND', 'ETIMEDOUT'])(
    'a connection that fails with %s is a failure that passes',
    (code) => {
      const thrown = Object.assign(new Error('no connection'), { code });
      expect(toGoogleFailure(thrown)).toMatchObject({ kind: 'unavailable', passing: true, reason: code });
    },
  );

  it('Retry-After is read as seconds and as a date', () => {
    expect(waits('90')).toBe(90_000);
    expect(waits('0')).toBe(0);
    expect(waits('Tue, 19 Nov 2013 01:15:52 GMT')).toBe(120_000);
    expect(waits('Tue, 19 Nov 2013 01:13:00 GMT')).toBe(0);
    expect(waits('soon')).toBe(null);
    expect(waits('-5')).toBe(null);
    expect(toGoogleFailure(thrown(503, 'backendError')).retryAfterMs).toBe(null);
  });
});
