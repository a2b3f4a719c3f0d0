import { createHash } from 'node:crypto';
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { googleEndpoints, SIGN_IN_SCOPES } from './endpoints';
import { toGoogleFailure } from './errors';

/** How long one call may take before Google counts as down, in ms. */
export const CALL_TIMEOUT_MS = 15_000;

/** An OAuth client at Google, and one of its registered redirect addresses. */
export type OAuthApp = { clientId: string; clientSecret: string; redirectUri: string };

/**
 * What Google granted. It has no refresh token when the person had granted it before and was not asked again.
 */
export type Grant = { refreshToken: string | null; scope: string };

const CALENDAR_SCOPES = SIGN_IN_SCOPES.filter((scope) => scope.includes('/auth/calendar'));

/**
 * Returns the address of Google's consent page for lasting, read-only access to calendars. It also asks
 * people who agreed before, because only then Google gives a refresh token again (guide "Using OAuth 2.0 for
 * web server applications").
 * @param state comes back with the answer (RFC 6749 section 10.12)
 * @param codeVerifier 43 to 128 unreserved characters, needed again to exchange the code (RFC 7636 section
 *   4.1)
 */
export function authorizationUrl(app: OAuthApp, state: string, codeVerifier: string): string {
  return openOAuthClient(app).generateAuthUrl({
    scope: CALENDAR_SCOPES,
    access_type: 'offline',
    prompt: 'consent',
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: CodeChallengeMethod.S256,
  });
}

/**
 * Exchanges the code of a consent and returns what was granted. A code works once.
 * @throws GoogleFailure; `revoked` for a code that is used, too old or not ours (`invalid_grant`)
 */
export async function exchangeCode(app: OAuthApp, code: string, codeVerifier: string): Promise<Grant> {
  const client = openOAuthClient(app);
  try {
    const { tokens } = await client.getToken({ code, codeVerifier });
    return { refreshToken: tokens.refresh_token ?? null, scope: tokens.scope ?? '' };
  } catch (thrown) {
    throw toGoogleFailure(thrown);
  }
}

/**
 * Revokes everything that a person has granted to an OAuth client. A token that is revoked or unknown already counts as
 * revoked. The token travels in the body, not in the address as Google's library sends it (RFC 7009 section 2.1).
 * @throws GoogleFailure
 */
export async function revokeGrant(refreshToken: string): Promise<void> {
  const { transporter } = openOAuthClient({ clientId: '', clientSecret: '' });
  try {
    await transporter.request({
      url: googleEndpoints().revoke,
      method: 'POST',
      data: new URLSearchParams({ token: refreshToken }),
    });
  } catch (thrown) {
    const failure = toGoogleFailure(thrown);
    if (failure.passing) throw failure;
  }
}

/**
 * Returns Google's OAuth client, whose calls are limited in time.
 * @param redirectUri only for a consent
 */
export function openOAuthClient({
  clientId,
  clientSecret,
  redirectUri,
}: Omit<OAuthApp, 'redirectUri'> & { redirectUri?: string }): OAuth2Client {
  const { authorization, token, revoke } = googleEndpoints();
  return new OAuth2Client({
    clientId,
    clientSecret,
    redirectUri,
    endpoints: { oauth2AuthBaseUrl: authorization, oauth2TokenUrl: token, oauth2RevokeUrl: revoke },
    transporterOptions: { timeout: CALL_TIMEOUT_MS },
  });
}
