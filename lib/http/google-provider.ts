import GoogleProvider, { type GoogleProfile } from 'next-auth/providers/google';
import type { OAuthConfig, TokenEndpointHandler } from 'next-auth/providers/oauth';
import { googleSignIn } from '@/lib/calendar-sync/sign-in';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { processGlobal } from '@/lib/platform/process-global';

/** How long Google's keys count before they are read anew, also those that Google takes back. */
const KEYS_MS = 3_600_000;

type Client = Parameters<NonNullable<TokenEndpointHandler['request']>>[0]['client'];
const shared = processGlobal('google-sign-in', (): { client?: Client; since?: Date } => ({}));

/**
 * Returns Google as next-auth signs people in by it. The consent also asks for lasting, read-only access to the calendar.
 * Nothing is fetched to begin a sign-in, because Google's addresses are known; to end one, the code is exchanged, and the keys
 * that sign id_tokens are read once an hour: a stranger who begins sign-ins costs no calls to Google.
 */
export function googleProvider(): OAuthConfig<GoogleProfile> {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  const { endpoints, scope, timeoutMs } = googleSignIn();
  return GoogleProvider({
    clientId: GOOGLE_CLIENT_ID,
    clientSecret: GOOGLE_CLIENT_SECRET,
    // In place of the discovery document, which would be fetched for each attempt, twice.
    wellKnown: '',
    issuer: endpoints.issuer,
    jwks_endpoint: endpoints.keys,
    authorization: {
      url: endpoints.authorization,
      params: { scope, access_type: 'offline', include_granted_scopes: 'true' },
    },
    token: {
      url: endpoints.token,
      // next-auth makes a client for each attempt, and a client reads the keys that it has not.
      request: async ({ client, params, checks, provider }) => ({
        tokens: await clientWithKeys(client).callback(provider.callbackUrl, params, checks),
      }),
    },
    // The default is 3.5 s.
    httpOptions: { timeout: timeoutMs },
    checks: ['pkce', 'state'],
  });
}

/** Returns the client that has Google's keys already; the given one if there is none, or its keys are too old. */
function clientWithKeys(given: Client): Client {
  const { client, since } = shared;
  const isFresh = client && since && Math.abs(+now() - +since) < KEYS_MS;
  if (isFresh && client.issuer.metadata.jwks_uri === given.issuer.metadata.jwks_uri) return client;
  Object.assign(shared, { client: given, since: now() });
  return given;
}
