import { env } from '@/lib/platform/env';

/** The scope that lets us read the calendar list and events. */
export const NEEDED_SCOPE = 'https://www.googleapis.com/auth/calendar.readonly';

/** The scopes for sign-in and for reading calendars. */
export const SIGN_IN_SCOPES = ['openid', 'email', 'profile', NEEDED_SCOPE];

const CALENDAR = 'https://www.googleapis.com/auth/calendar';
/** Each of these scopes lets us read and watch events and the calendar list. */
const WHOLE_SCOPES = [CALENDAR, NEEDED_SCOPE];
const EVENT_SCOPES = [`${CALENDAR}.events.readonly`, `${CALENDAR}.events`];
const LIST_SCOPES = [`${CALENDAR}.calendarlist.readonly`, `${CALENDAR}.calendarlist`];

/**
 * Returns the scopes that are missing for syncing a person's calendar: none when what they granted (some may be unticked on
 * Google's page) is enough; where a part of it is there, the narrowest one that completes it.
 * @param scope space-separated, as in OAuth 2.0's token answer (RFC 6749 section 5.1)
 */
export function missingScopes(scope: string): string[] {
  const granted = new Set(scope.split(/\s+/));
  const has = (scopes: string[]) => scopes.some((each) => granted.has(each));
  if (has(WHOLE_SCOPES)) return [];
  const parts = [EVENT_SCOPES, LIST_SCOPES];
  if (!parts.some(has)) return [NEEDED_SCOPE];
  return parts.flatMap((part) => (has(part) ? [] : part.slice(0, 1)));
}

/** Returns whether the scopes that a person granted are enough to sync their calendar. */
export function grantsCalendar(scope: string): boolean {
  return missingScopes(scope).length === 0;
}

/** Returns whether the scopes that a person granted let us ask who they are. */
export function grantsIdentity(scope: string): boolean {
  return scope.split(/\s+/).includes('openid');
}

/** Returns whether the scopes that a person granted let us read their name. */
export function grantsName(scope: string): boolean {
  return scope.split(/\s+/).some((each) => /^profile$|\/auth\/userinfo\.profile$/.test(each));
}

/** Returns Google's addresses, as its discovery document has them, or those of the emulator that GOOGLE_EMULATOR_URL names. */
export function googleEndpoints(): {
  /** Who signs id_tokens. */
  issuer: string;
  authorization: string;
  token: string;
  revoke: string;
  /** The keys that sign id_tokens. */
  keys: string;
  rootUrl: string;
} {
  const emulator = env().GOOGLE_EMULATOR_URL;
  if (emulator) {
    return {
      issuer: emulator,
      authorization: `${emulator}/o/oauth2/v2/auth`,
      token: `${emulator}/token`,
      revoke: `${emulator}/revoke`,
      keys: `${emulator}/oauth2/v3/certs`,
      rootUrl: `${emulator}/`,
    };
  }
  return {
    issuer: 'https://accounts.google.com',
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    revoke: 'https://oauth2.googleapis.com/revoke',
    keys: 'https://www.googleapis.com/oauth2/v3/certs',
    rootUrl: 'https://www.googleapis.com/',
  };
}
