import { GoogleFailure } from './errors';
import { authorizationUrl, exchangeCode, type OAuthApp } from './oauth';

/** What Google says of an OAuth client, and the time that it told, in epoch ms; null where it did not. */
export type TriedClient = {
  client: 'accepted' | 'refused' | 'silent';
  redirect: 'accepted' | 'refused' | 'silent';
  timeMs: number | null;
};

/** No code of Google's: the answer is about the client alone. */
const NO_CODE = '4/usher-setup-check';
const VERIFIER = 'usher-setup-check-usher-setup-check-usher-setup-check';

/** Asks Google about an OAuth client, without any person. Never throws. */
export async function tryClient(app: OAuthApp, signal: AbortSignal): Promise<TriedClient> {
  const [client, page] = await Promise.all([trySecret(app), tryRedirect(app, signal)]);
  return { client, ...page };
}

/** A token endpoint refuses a wrong client before it looks at the code (RFC 6749 section 5.2). */
async function trySecret(app: OAuthApp): Promise<TriedClient['client']> {
  try {
    await exchangeCode(app, NO_CODE, VERIFIER);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    if (error.kind === 'invalid_client') return 'refused';
    return error.kind === 'revoked' || error.kind === 'bad_request' ? 'accepted' : 'silent';
  }
}

/**
 * Opens the consent page as a browser does, and follows nothing. A redirect address that the client does not have is told to
 * the person and never redirected to (RFC 6749 section 4.1.2.1): Google leads to its page `/signin/oauth/error`.
 */
async function tryRedirect(
  app: OAuthApp,
  signal: AbortSignal,
): Promise<Pick<TriedClient, 'redirect' | 'timeMs'>> {
  try {
    const answer = await fetch(authorizationUrl(app, 'setup-check', VERIFIER), {
      redirect: 'manual',
      signal,
    });
    await answer.body?.cancel();
    const told = Date.parse(answer.headers.get('date') ?? '');
    const location = answer.headers.get('location') ?? '';
    const isRefused = (answer.status >= 400 && answer.status < 500) || location.includes('/oauth/error');
    return {
      redirect: answer.status >= 500 || answer.status === 429 ? 'silent' : isRefused ? 'refused' : 'accepted',
      timeMs: Number.isNaN(told) ? null : told,
    };
  } catch {
    return { redirect: 'silent', timeMs: null };
  }
}
