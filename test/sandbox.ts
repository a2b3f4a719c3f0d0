import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calendar } from '@googleapis/calendar';
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { DEFAULT_CLIENT } from '@/sandbox/google/oauth/store';
import type { Sandbox } from '@/sandbox/start-sandbox';

export const READ_SCOPES = [
  'openid',
  'email',
  'profile',
  'https://www.googleapis.com/auth/calendar.readonly',
];
export const WRITE_SCOPES = ['https://www.googleapis.com/auth/calendar'];
export const REDIRECT_URI = 'http://localhost:3000/callback';

/** Returns the settings by which an app uses the sandbox as Google and as MeetStream. */
export function settingsOf({ url }: Sandbox) {
  return {
    GOOGLE_EMULATOR_URL: url,
    GOOGLE_CLIENT_ID: DEFAULT_CLIENT.id,
    GOOGLE_CLIENT_SECRET: DEFAULT_CLIENT.secret,
    MEETSTREAM_API_URL: `${url}/meetstream/api/v1`,
    MEETSTREAM_API_KEY: 'sandbox-bot-key',
    MEETSTREAM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
  };
}

/** Returns Google's own OAuth client, pointed at the sandbox by its documented `endpoints` only. */
export function oauthClient(sandbox: Sandbox): OAuth2Client {
  const { url } = sandbox;
  return new OAuth2Client({
    clientId: DEFAULT_CLIENT.id,
    clientSecret: DEFAULT_CLIENT.secret,
    redirectUri: REDIRECT_URI,
    issuers: [url],
    endpoints: {
      oauth2AuthBaseUrl: `${url}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${url}/token`,
      oauth2RevokeUrl: `${url}/revoke`,
      tokenInfoUrl: `${url}/tokeninfo`,
      oauth2FederatedSignonJwkCertsUrl: `${url}/oauth2/v3/certs`,
    },
  });
}

/** Answers the consent page as its form would. @returns the address to which the browser is redirected */
export async function answerConsent(
  authUrl: string,
  email: string,
  options: { decision?: 'allow' | 'cancel'; untick?: string } = {},
): Promise<URL> {
  const url = new URL(authUrl);
  const form = new URLSearchParams({
    query: url.searchParams.toString(),
    account: email,
    decision: options.decision ?? 'allow',
  });
  for (const scope of url.searchParams.get('scope')?.split(' ') ?? []) {
    if (scope !== options.untick) form.append('scope', scope);
  }
  const answer = await fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? `error:${answer.status}`);
}

/** Runs the whole code flow with PKCE. @returns a client with tokens */
export async function signIn(
  sandbox: Sandbox,
  email: string,
  scopes: string[] = READ_SCOPES,
  prompt = 'consent',
): Promise<OAuth2Client> {
  const client = oauthClient(sandbox);
  const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
  const authUrl = client.generateAuthUrl({
    scope: scopes,
    access_type: 'offline',
    state: 'st',
    prompt,
    code_challenge: codeChallenge ?? '',
    code_challenge_method: CodeChallengeMethod.S256,
  });
  const back = await answerConsent(authUrl, email);
  const { tokens } = await client.getToken({ code: back.searchParams.get('code') ?? '', codeVerifier });
  client.setCredentials(tokens);
  return client;
}

/** Returns Google's own Calendar client, signed in. */
export async function calendarClient(sandbox: Sandbox, email: string, scopes: string[] = WRITE_SCOPES) {
  const auth = await signIn(sandbox, email, scopes);
  return calendar({ version: 'v3', auth, rootUrl: `${sandbox.url}/`, retry: false });
}

/** Calls the control API; throws its message when the call is refused. */
// biome-ignore lint/suspicious/noExplicitAny: answers are read by tests that know them
export async function control(sandbox: Sandbox, method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(`${sandbox.url}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? JSON.stringify(answer));
  return answer;
}

/** Puts a proxy that ends TLS before an address, and returns the address of the proxy. */
export async function behindTls(sandbox: Sandbox, url: string): Promise<string> {
  const { origin, pathname } = new URL(url);
  const secure = origin.replace('http:', 'https:');
  await control(sandbox, 'PUT', '/settings', { tlsProxies: { [secure]: origin } });
  return secure + pathname;
}

export type Received = { headers: IncomingHttpHeaders; body: string };

/** Starts a server for pushes and webhooks, which answers with the statuses in turn, then 200. */
export async function listener(statuses: number[] = []) {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 200).end();
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** Waits until the condition holds, which is checked at each arrival. */
    until: async (condition: () => boolean) => {
      while (!condition()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
