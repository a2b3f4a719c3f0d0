import { setTimeout } from 'node:timers/promises';
import { calendar, type calendar_v3 } from '@googleapis/calendar';
import type { OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { storable } from '@/lib/platform/storable';
import {
  type CalendarListEntry,
  calendarListPage,
  channel,
  eventPage,
  oneEvent,
  readAnswer,
  readEvent,
  userInfo,
} from './answers';
import { googleEndpoints } from './endpoints';
import { GoogleFailure, toGoogleFailure } from './errors';
import { CALL_TIMEOUT_MS, openOAuthClient } from './oauth';

/** The credentials of one Google account. The secrets are in the clear, so they stay in memory. */
export type GoogleCredentials = {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  accessToken?: string | null;
  accessTokenExpiresAt?: Date | null;
};

/** An authorized way to one account's calendars. */
export type GoogleSession = { api: calendar_v3.Calendar; auth: OAuth2Client };

/**
 * Opens a session. Access tokens are renewed as needed.
 * @param onAccessToken called with every new access token and its scopes, so that both can be stored
 */
export function openSession(
  credentials: GoogleCredentials,
  onAccessToken: (accessToken: string, expiresAt: Date, scope: string | null) => void = () => {},
): GoogleSession {
  const auth = openOAuthClient(credentials);
  auth.setCredentials({
    refresh_token: credentials.refreshToken,
    access_token: credentials.accessToken ?? undefined,
    expiry_date: credentials.accessTokenExpiresAt?.getTime(),
  });
  auth.on('tokens', (tokens) => {
    if (tokens.access_token && tokens.expiry_date)
      onAccessToken(tokens.access_token, new Date(tokens.expiry_date), tokens.scope ?? null);
  });
  return {
    auth,
    // Google's client would also repeat calls that Google asked us to wait with.
    api: calendar({
      version: 'v3',
      auth,
      rootUrl: googleEndpoints().rootUrl,
      timeout: CALL_TIMEOUT_MS,
      retry: false,
    }),
  };
}

/** How long the owner is waited for, in ms: who connects an account waits as well. */
const OWNER_TIMEOUT_MS = 3_000;

/** Who an account belongs to, as far as its scopes let us know. */
export type Owner = { sub: string | null; name: string | null };

/**
 * Returns who the account belongs to (userinfo of OpenID Connect; `sub` needs the scope `openid`, the name `profile`).
 * @throws GoogleFailure
 */
export function readOwner(session: GoogleSession): Promise<Owner> {
  const url = `${googleEndpoints().rootUrl}oauth2/v3/userinfo`;
  const options = { url, timeout: OWNER_TIMEOUT_MS, retry: false };
  return call(session, userInfo, () => session.auth.request<unknown>(options), 0);
}

/**
 * Returns the scopes that the person has granted, which Google says with a new access token (RFC 6749 section
 * 5.1).
 * @returns space-separated; null where Google does not say it
 * @throws GoogleFailure
 */
export async function readGrantedScope({ auth }: GoogleSession): Promise<string | null> {
  try {
    const { credentials } = await auth.refreshAccessToken();
    return credentials.scope ?? null;
  } catch (thrown) {
    throw toGoogleFailure(thrown);
  }
}

export type { CalendarListEntry };

/**
 * Returns all calendars of the account's list, hidden ones included (calendarList.list).
 * @throws GoogleFailure
 */
export async function listCalendars(session: GoogleSession): Promise<CalendarListEntry[]> {
  const entries: CalendarListEntry[] = [];
  let pageToken: string | undefined;
  do {
    const page = await call(session, calendarListPage, () =>
      session.api.calendarList.list({ maxResults: 250, showHidden: true, pageToken }),
    );
    for (const entry of page.items ?? []) if (entry && !entry.deleted) entries.push(entry);
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  return entries;
}

export type EventPage = { events: GoogleEvent[]; nextSyncToken: string | null };

/**
 * Yields the pages of a calendar's events: of all of them, or of those that changed since a sync token. Short
 * and empty pages are legal; the last page has the next token (events.list, guide "Synchronize resources
 * efficiently").
 * @throws GoogleFailure; `sync_token_invalid` when the token has expired (410) or is damaged (400)
 */
export async function* eventPages(
  session: GoogleSession,
  calendarId: string,
  syncToken: string | null,
): AsyncGenerator<EventPage> {
  let pageToken: string | undefined;
  do {
    const page = await call(session, eventPage, () =>
      session.api.events.list({
        calendarId,
        maxResults: 2500,
        singleEvents: false,
        syncToken: syncToken ?? undefined,
        pageToken,
      }),
    ).catch((failure: GoogleFailure) => {
      if (syncToken && failure.kind === 'bad_request') {
        throw new GoogleFailure('sync_token_invalid', failure.reason, failure.message, { cause: failure });
      }
      throw failure;
    });
    pageToken = page.nextPageToken ?? undefined;
    const events = (page.items ?? []).map(readEvent).filter((event) => event !== null);
    yield { events, nextSyncToken: page.nextSyncToken ?? null };
  } while (pageToken);
}

/**
 * Returns one event of a calendar, or one instance of a series by its own id (events.get).
 * @returns null when there is none. A canceled instance of a series is one; an instance on no slot of its
 *   series is none
 * @throws GoogleFailure
 */
export async function getEvent(
  session: GoogleSession,
  calendarId: string,
  eventId: string,
): Promise<GoogleEvent | null> {
  try {
    return await call(session, oneEvent, () => session.api.events.get({ calendarId, eventId }));
  } catch (failure) {
    // For one event, 410 says that it is deleted, and nothing about a token.
    const isGone =
      failure instanceof GoogleFailure && ['not_found', 'sync_token_invalid'].includes(failure.kind);
    if (isGone) return null;
    throw failure;
  }
}

/**
 * Asks Google to notify us of a calendar's changes (events.watch, guide "Push notifications").
 * @param request `channelId` unique UUID, `token` echoed in each message, `address` public https URL
 * @returns the watched resource's id and when the channel ends: what Google grants, not what one asks; null where its
 *   answer does not say it
 * @throws GoogleFailure; `push_unsupported` when this calendar can never be watched, `push_refused` when no calendar can
 */
export async function watchEvents(
  session: GoogleSession,
  calendarId: string,
  request: { channelId: string; token: string; address: string },
): Promise<{ resourceId: string | null; expiresAt: Date | null }> {
  return call(
    session,
    channel,
    () =>
      session.api.events.watch({
        calendarId,
        requestBody: {
          id: request.channelId,
          type: 'web_hook',
          address: request.address,
          token: request.token,
        },
      }),
    // The id of the channel is taken after the first call.
    0,
  );
}

/**
 * Ends a channel (channels.stop). A channel Google does not know any more counts as ended.
 * @throws GoogleFailure
 */
export async function stopChannel(
  session: GoogleSession,
  channelId: string,
  resourceId: string,
): Promise<void> {
  try {
    await call(session, z.unknown(), () =>
      session.api.channels.stop({ requestBody: { id: channelId, resourceId } }),
    );
  } catch (failure) {
    if (!(failure instanceof GoogleFailure && failure.kind === 'not_found')) throw failure;
  }
}

/**
 * How often a call that Google failed to answer is repeated at once. What fails for longer is repeated by a
 * job.
 */
const REPEATS = 3;
const REPEAT_WITHIN_MS = 2_000;
const FIRST_PAUSE_MS = 100;

/**
 * Makes a call and returns the parsed answer. A token that Google refuses before its time (401) is renewed
 * once. 5xx and cut connections are repeated up to three times within two seconds, with jitter, unless Google
 * names a time to wait for.
 * @param repeats 0 for a call that must not be made twice
 * @throws GoogleFailure
 */
async function call<T>(
  session: GoogleSession,
  schema: z.ZodType<T>,
  request: () => Promise<{ data: unknown }>,
  repeats = REPEATS,
): Promise<T> {
  return readAnswer(schema, await repeat(session, request, repeats));
}

async function repeat(
  session: GoogleSession,
  request: () => Promise<{ data: unknown }>,
  repeats: number,
): Promise<unknown> {
  let renewed = false;
  const begun = performance.now();
  for (let failed = 0; ; ) {
    try {
      return storable((await request()).data);
    } catch (thrown) {
      const failure = toGoogleFailure(thrown);
      if (failure.kind === 'unauthorized' && !renewed) {
        renewed = true;
        session.auth.setCredentials({ ...session.auth.credentials, access_token: undefined });
        continue;
      }
      const isLast = failed === repeats || performance.now() - begun > REPEAT_WITHIN_MS;
      if (failure.kind !== 'unavailable' || failure.retryAfterMs !== null || isLast) throw failure;
      const pause = FIRST_PAUSE_MS * 3 ** failed++;
      await setTimeout(pause * (0.75 + Math.random() / 2));
    }
  }
}
