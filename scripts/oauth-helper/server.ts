import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { grantsCalendar } from '@/lib/google/endpoints';
import { GoogleFailure } from '@/lib/google/errors';
import { authorizationUrl, exchangeCode, type OAuthApp } from '@/lib/google/oauth';
import {
  exchangeFailedPage,
  missingScopePage,
  noRefreshTokenPage,
  notFoundPage,
  type Page,
  refusedPage,
  renderPage,
  strangeAnswerPage,
  tokenPage,
} from './pages';

const CALLBACK_PATH = '/api/google/oauth-callback';

/** A page may hold a secret: no cache stores it, it loads nothing, and no one is sent its address. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'referrer-policy': 'no-referrer',
};

export type OAuthHelper = { url: string; redirectUri: string; server: Server };

/**
 * Starts the helper on loopback: `/` leads to Google's consent page, the callback shows the refresh token.
 * @param port 0 takes any
 * @throws Error with code EADDRINUSE for a taken port
 */
export async function startOAuthHelper(
  client: Pick<OAuthApp, 'clientId' | 'clientSecret'>,
  port: number,
): Promise<OAuthHelper> {
  /** The code verifier of every answer that is awaited, by state. */
  const open = new Map<string, string>();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const app = { ...client, redirectUri: url + CALLBACK_PATH };

  server.on('request', async (request, response) => {
    const asked = url + request.url;
    const { pathname, searchParams } = new URL(URL.canParse(asked) ? asked : `${url}/unreadable`);
    if (pathname === '/') {
      const [state, codeVerifier] = [randomBytes(32), randomBytes(32)].map((b) => b.toString('base64url'));
      open.set(state ?? '', codeVerifier ?? '');
      response.writeHead(302, {
        location: authorizationUrl(app, state ?? '', codeVerifier ?? ''),
        'cache-control': 'no-store',
      });
      response.end();
      return;
    }
    const page = pathname === CALLBACK_PATH ? await answerTo(app, searchParams, open) : notFoundPage();
    response.writeHead(page.status, HEADERS).end(renderPage(page));
  });
  return { url, redirectUri: app.redirectUri, server };
}

/** Returns the page for Google's answer. Each state is valid for one answer. */
async function answerTo(app: OAuthApp, answer: URLSearchParams, open: Map<string, string>): Promise<Page> {
  const state = answer.get('state') ?? '';
  const codeVerifier = open.get(state);
  if (!codeVerifier) return strangeAnswerPage();
  open.delete(state);
  const error = answer.get('error');
  if (error) return refusedPage(error);
  try {
    const grant = await exchangeCode(app, answer.get('code') ?? '', codeVerifier);
    if (!grantsCalendar(grant.scope)) return missingScopePage();
    return grant.refreshToken ? tokenPage(app.clientId, grant.refreshToken) : noRefreshTokenPage();
  } catch (failure) {
    if (!(failure instanceof GoogleFailure)) throw failure;
    return exchangeFailedPage(adviceFor(failure));
  }
}

function adviceFor(failure: GoogleFailure): string {
  if (failure.kind === 'revoked') return 'The code was used before, or is too old.';
  if (failure.kind === 'invalid_client')
    return 'Google does not know this client: check GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.';
  return `Google says: ${failure.message}`;
}
