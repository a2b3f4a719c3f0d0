import { type Call, formBody, html, type Reply, redirect } from '../../http';
import type { Person, World } from '../../world';
import { accountPage, consentPage, errorPage } from './pages';
import { isIdentityScope } from './scopes';
import type { Client } from './store';

const CODE_LIFETIME_MS = 10 * 60_000;

type Ask = {
  client: Client;
  redirectUri: string;
  state: string | null;
  scopes: string[];
  prompts: string[];
  query: URLSearchParams;
};

/**
 * `GET /o/oauth2/v2/auth`: shows the choice of an account (unless `login_hint` names one), then the consent page
 * (unless these scopes were granted before and `prompt` does not force it), then redirects to the app. Errors that
 * cannot be sent back safely (unknown client, unregistered redirect URI) are shown on a page.
 */
export function authorize(call: Call, world: World): Reply {
  const query = call.url.searchParams;
  const ask = readAsk(query, world);
  if ('status' in ask) return ask;
  const person = chosenPerson(ask, world);
  if (!person) {
    return html(accountPage([...world.people.values()], call.url, appName(ask)));
  }
  const grant = world.oauth.grantOf(person.email, ask.client.id);
  const covered = ask.scopes.every((scope) => grant?.scopes.includes(scope));
  if (covered && !ask.prompts.includes('consent')) return back(ask, person, ask.scopes, world);
  if (ask.prompts.includes('none')) return backWith(ask, { error: 'consent_required' });
  const asked = { app: appName(ask), scopes: ask.scopes, query };
  return html(consentPage(person, asked, world.people.size > 1));
}

/** `POST /o/oauth2/v2/auth`: takes the answer of the consent page and redirects to the app. */
export function decide(call: Call, world: World): Reply {
  const form = formBody(call);
  const query = new URLSearchParams(form.get('query') ?? '');
  const ask = readAsk(query, world);
  if ('status' in ask) return ask;
  const person = world.people.get(form.get('account') ?? '');
  if (!person || form.get('decision') !== 'allow') return backWith(ask, { error: 'access_denied' });
  const ticked = form.getAll('scope');
  const scopes = ask.scopes.filter((scope) => ticked.includes(scope) || isIdentityScope(scope));
  const grant = world.oauth.consent(person.email, ask.client.id, scopes);
  // After a forced consent, Google issues a refresh token again.
  if (ask.prompts.includes('consent')) grant.refreshTokenIssued = false;
  return back(ask, person, scopes, world);
}

function readAsk(query: URLSearchParams, world: World): Ask | Reply {
  const client = world.oauth.clients.get(query.get('client_id') ?? '');
  if (!client) return html(errorPage(401, 'invalid_client', 'The OAuth client was not found.'), 401);
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRegistered(client, redirectUri)) {
    const text = `The redirect URI ${redirectUri || '(none)'} is not registered for this client.`;
    return html(errorPage(400, 'redirect_uri_mismatch', text), 400);
  }
  const refuse = (text: string) => html(errorPage(400, 'invalid_request', text), 400);
  if (query.get('response_type') !== 'code') return refuse('Only response_type=code is supported.');
  const scopes = (query.get('scope') ?? '').split(/\s+/).filter(Boolean);
  if (scopes.length === 0) return refuse('Missing required parameter: scope');
  return {
    client,
    redirectUri,
    scopes,
    query,
    state: query.get('state'),
    prompts: (query.get('prompt') ?? '').split(/\s+/).filter(Boolean),
  };
}

function isRegistered(client: Client, uri: string): boolean {
  if (client.redirectUris !== 'loopback') return client.redirectUris.includes(uri);
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol.startsWith('http') && isLoopback(hostname);
}

/** Returns whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./.test(hostname)
  );
}

function chosenPerson({ query, prompts }: Ask, world: World): Person | undefined {
  const chosen = world.people.get(query.get('authuser') ?? '');
  if (chosen || prompts.includes('select_account')) return chosen;
  return world.people.get(query.get('login_hint') ?? '');
}

function appName({ redirectUri }: Ask): string {
  return new URL(redirectUri).host;
}

function back(ask: Ask, person: Person, scopes: string[], world: World): Reply {
  const { query, client, redirectUri } = ask;
  const earlier = world.oauth.grantOf(person.email, client.id)?.scopes ?? [];
  const granted =
    query.get('include_granted_scopes') === 'true' ? [...new Set([...scopes, ...earlier])] : scopes;
  const code = world.oauth.issueCode({
    clientId: client.id,
    redirectUri,
    email: person.email,
    scopes: granted,
    offline: query.get('access_type') === 'offline',
    challenge: query.get('code_challenge') ?? undefined,
    challengeMethod: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    nonce: query.get('nonce') ?? undefined,
    expiresAtMs: world.now().getTime() + CODE_LIFETIME_MS,
  });
  return backWith(ask, { code, scope: granted.join(' '), authuser: '0', prompt: ask.prompts[0] ?? 'none' });
}

function backWith(ask: Ask, parameters: Record<string, string>): Reply {
  const url = new URL(ask.redirectUri);
  if (ask.state !== null) url.searchParams.set('state', ask.state);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return redirect(url.href);
}
