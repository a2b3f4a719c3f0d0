import { createHash } from 'node:crypto';
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { googleEndpoints, SIGN_IN_SCOPES } from './endpoints';
import { toGoogleFailure } from './errors';

/** An OAuth client of Google's, and the one of its registered redirect addresses that is used. */
export type OAuthApp = { clientId: string; clientSecret: string; redirectUri: string };

/** What Google granted. No refresh token: this person had granted it before, and was not asked anew. */
export type Grant = { refreshToken: string | null; scope: string };

const CALENDAR_SCOPES = SIGN_IN_SCOPES.filter((scope) => scope.includes('/auth/calendar'));

/**
 * The address of Google's consent page for lasting, read-only access to calendars. It asks even those who
 * agreed before, because only then Google gives a refresh token again (guide "Using OAuth 2.0 for web server
 * applications").
 * @param state comes back with the answer (RFC 6749 section 10.12)
 * @param codeVerifier 43 to 128 unreserved characters, needed again to exchange the code (RFC 7636 section 4.1)
 */
export function authorizationUrl(app: OAuthApp, state: string, codeVerifier: string): string {
  return open(app).generateAuthUrl({
    scope: CALENDAR_SCOPES,
    access_type: 'offline',
    prompt: 'consent',
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: CodeChallengeMethod.S256,
  });
}

/**
 * Exchanges the code of a consent for what was granted. A code works once.
 * @throws GoogleFailure; `revoked` for a code that is used, too old or not ours (`invalid_grant`)
 */
export async function exchangeCode(app: OAuthApp, code: string, codeVerifier: string): Promise<Grant> {
  try {
    const { tokens } = await open(app).getToken({ code, codeVerifier });
    return { refreshToken: tokens.refresh_token ?? null, scope: tokens.scope ?? '' };
  } catch (thrown) {
    throw toGoogleFailure(thrown);
  }
}

function open({ clientId, clientSecret, redirectUri }: OAuthApp): OAuth2Client {
  const { authorization, token } = googleEndpoints();
  return new OAuth2Client({
    clientId,
    clientSecret,
    redirectUri,
    endpoints: { oauth2AuthBaseUrl: authorization, oauth2TokenUrl: token },
  });
}
