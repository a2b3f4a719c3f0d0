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
    [403, 'rateLimitExceeded', 'rate_limited', true],
    [403, 'userRateLimitExceeded', 'rate_limited', true],
    [403, 'quotaExceeded', 'rate_limited', true],
    [429, 'rateLimitExceeded', 'rate_limited', true],
    [500, 'backendError', 'unavailable', true],
    [503, 'backendError', 'unavailable', true],
    [403, 'forbidden', 'forbidden', false],
    [403, 'insufficientPermissions', 'forbidden', false],
    [403, 'accessNotConfigured', 'forbidden', false],
    [401, 'authError', 'unauthorized', false],
    [410, 'fullSyncRequired', 'sync_token_invalid', false],
    [410, 'updatedMinTooLongAgo', 'sync_token_invalid', false],
  ])('an answer %i %s is %s', (status, reason, kind, passing) => {
    expect(toGoogleFailure(thrown(status, reason))).toMatchObject({ kind, reason, passing });
  });

  it('a failure that only a person can resolve says what to do', () => {
    expect(toGoogleFailure(thrown(403, 'insufficientPermissions')).message).toContain(
      'leave all boxes ticked',
    );
    expect(toGoogleFailure(thrown(403, 'accessNotConfigured')).message).toContain('enable it there');
  });

  it.each([
    [503, 'backendError', 'Google Calendar is out of order for the moment. (Google: No.)'],
    [500, 'somethingNew', 'Google Calendar is out of order for the moment. (Google: No.)'],
    [403, 'rateLimitExceeded', 'Google has had too many requests, and asks for time. (Google: No.)'],
    [400, 'badRequest', 'Google calls the request wrong. (Google: No.)'],
  ])('the message of %i %s has our words, and then Google’s', (status, reason, words) => {
    expect(toGoogleFailure(thrown(status, reason)).message).toBe(words);
  });

  it('a failure without an answer does not quote Google', () => {
    expect(toGoogleFailure(new Error('connect ECONNREFUSED')).message).toBe(
      'Google could not be reached. (connect ECONNREFUSED.)',
    );
  });

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
