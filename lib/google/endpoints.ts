import { env } from '@/lib/platform/env';

/** The scope that lets us read the calendar list and events. */
export const NEEDED_SCOPE = 'https://www.googleapis.com/auth/calendar.readonly';

/** The scopes for sign-in and for reading calendars. */
export const SIGN_IN_SCOPES = ['openid', 'email', 'profile', NEEDED_SCOPE];

/** Each of these scopes lets us read and watch events and the calendar list. */
const CALENDAR_SCOPES = ['https://www.googleapis.com/auth/calendar', NEEDED_SCOPE];
const SPLIT_SCOPES = [
  'https://www.googleapis.com/auth/calendar.events.readonly',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
];

/**
 * Returns whether the scopes that a person granted (some may be unticked on Google's page) are enough to sync
 * their calendar.
 * @param scope space-separated, as in OAuth 2.0's token answer (RFC 6749 section 5.1)
 */
export function grantsCalendar(scope: string): boolean {
  const granted = new Set(scope.split(' '));
  return CALENDAR_SCOPES.some((s) => granted.has(s)) || SPLIT_SCOPES.every((s) => granted.has(s));
}

/** Returns whether the scopes that a person granted let us read their name. */
export function grantsName(scope: string): boolean {
  return scope.split(' ').some((each) => /^profile$|\/auth\/userinfo\.profile$/.test(each));
}

/** Returns Google's addresses, or those of the emulator that GOOGLE_EMULATOR_URL names. */
export function googleEndpoints(): {
  wellKnown: string;
  authorization: string;
  token: string;
  revoke: string;
  rootUrl: string;
} {
  const emulator = env().GOOGLE_EMULATOR_URL;
  if (emulator) {
    return {
      wellKnown: `${emulator}/.well-known/openid-configuration`,
      authorization: `${emulator}/o/oauth2/v2/auth`,
      token: `${emulator}/token`,
      revoke: `${emulator}/revoke`,
      rootUrl: `${emulator}/`,
    };
  }
  return {
    wellKnown: 'https://accounts.google.com/.well-known/openid-configuration',
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    revoke: 'https://oauth2.googleapis.com/revoke',
    rootUrl: 'https://www.googleapis.com/',
  };
}
