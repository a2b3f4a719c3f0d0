import { randomBytes } from 'node:crypto';
import { env } from '@/lib/platform/env';
import type { TakenRequest } from './answer-until-stop';

/** The header with the nonce of a page's scripts and styles. Only `setSecurityHeaders` sets it. */
export const NONCE_HEADER = 'x-usher-nonce';

/**
 * The styles that Sonner puts into the page when it is loaded, which no one can tell a nonce: an empty element, then its
 * styles. The browser tests fail when another version has others.
 */
const TOAST_STYLES =
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='";

/** What no page uses of a browser. */
const PERMISSIONS_POLICY = [
  ...['accelerometer', 'browsing-topics', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid'],
  ...['magnetometer', 'microphone', 'midi', 'payment', 'publickey-credentials-get', 'serial', 'usb'],
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** An answer of the API is no page: where one is shown as a page, it loads and runs nothing, and has no origin. */
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** Whether an address is of the API: all under `/api`, but for the page that describes it. */
const API_ADDRESS = /^\/api(?=[/?]|$)(?!\/v1\/docs\/?(?:\?|$))/;

/**
 * Sets on an answer what browsers are told about it, before a page or a route writes it: an error and a file have these headers
 * too. Next puts the nonce of the policy, which it finds in the request's headers, on the scripts that it writes into a page.
 */
export function setSecurityHeaders({ request, response }: TakenRequest): void {
  const { headers } = request;
  // Overwrites what the client sent: Next would take a nonce from it.
  delete headers['content-security-policy-report-only'];
  const nonce = randomBytes(16).toString('base64');
  const policy = API_ADDRESS.test(request.url ?? '') ? API_POLICY : pagePolicy(nonce);
  headers['content-security-policy'] = policy;
  headers[NONCE_HEADER] = nonce;
  const { APP_URL } = env();
  const all: Record<string, string> = {
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'Permissions-Policy': PERMISSIONS_POLICY,
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(APP_URL.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
  for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
}

/**
 * Returns the policy of a page: it loads, and speaks to, this app alone. Scripts and styles need the nonce, or come from a script
 * that had it. A `style` attribute needs none: React writes them, and a nonce cannot be given to one.
 */
function pagePolicy(nonce: string): string {
  const { demo, SANDBOX_PORT, APP_URL } = env();
  const isDev = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    // Browsers that know `strict-dynamic` leave `self` out. React's tools for developers use `eval`.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    // A nonce would forbid the styles that Next's tools for developers put into a page.
    `style-src 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}' ${TOAST_STYLES}`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    // Recordings are where the bot provider has them.
    `media-src 'self' https:${demo ? ` http://localhost:${SANDBOX_PORT}` : ''}`,
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(APP_URL.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
