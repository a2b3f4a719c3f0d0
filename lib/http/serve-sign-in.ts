import { randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { UsherError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { authOptions, connectingNow, connectOutcome, PROBLEM_PAGE } from './auth';
import { clientAddress } from './client-address';
import { errorAnswer } from './define-route';
import { takeRequest } from './rate-limit';
import { readText } from './read-json';

/** A form of next-auth has a token and an address to come back to. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** What is used of next-auth, by method and the part of the path after `/api/auth/`. Its own pages are not, nor its log for browsers. */
const USED = new Set(['GET csrf', 'GET callback/google', 'POST signin/google', 'POST signout']);
/** Where next-auth leads, and the pages of ours that it means. Its own way there fails for odd words in the address. */
const PAGES = new Map([
  ['GET signin', '/sign-in'],
  ['GET signout', '/sign-in'],
  ['GET error', `${PROBLEM_PAGE}?reason=failed`],
]);
/** What begins or ends a sign-in, and costs cryptography or a call to Google. */
const COUNTED = new Set(['GET callback/google', 'POST signin/google']);

/**
 * Answers a request of someone who signs in or out, by next-auth. How often an address may sign in is limited.
 * @param path the parts of the path after `/api/auth/`
 */
export async function serveSignIn(request: Request, path: string[]): Promise<Response> {
  const asked = `${request.method} ${path.join('/')}`;
  const page = PAGES.get(asked);
  if (page) return toPage(page);
  try {
    if (!USED.has(asked))
      throw new UsherError(
        'not_found',
        `There is no route ${request.method} ${new URL(request.url).pathname}.`,
      );
    if (COUNTED.has(asked)) await takeRequest('signIns', clientAddress(request));
    if (asked === 'GET callback/google') {
      const refused = await refusedByGoogle(request);
      if (refused) return refused;
    }
    const route = { params: Promise.resolve({ nextauth: path }) };
    return await NextAuth(authOptions())(await withForm(request), route);
  } catch (error) {
    // A person who comes from Google reads a page, and no JSON.
    if (error instanceof UsherError && error.code === 'rate_limited' && request.method === 'GET')
      return toPage(`${PROBLEM_PAGE}?reason=too_many`);
    return errorAnswer(error, request, randomUUID());
  }
}

/**
 * Returns a request as next-auth takes it, whose body is a form. In JSON next-auth would take values of any type, and fail.
 * @throws UsherError invalid_content_type, payload_too_large, request_timeout
 */
async function withForm(request: Request): Promise<NextRequest> {
  const { url, method, headers } = request;
  if (method !== 'POST') return new NextRequest(url, { headers });
  const type = headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw new UsherError(
      'invalid_content_type',
      'The body must be a form (application/x-www-form-urlencoded).',
    );
  return new NextRequest(url, { method, headers, body: await readText(request, BODY_LIMIT_BYTES) });
}

/** Returns what a person is told whom Google sends back without a permission; null when it sends them with one. */
async function refusedByGoogle(request: Request): Promise<Response | null> {
  const refusal = new URL(request.url).searchParams.get('error');
  if (!refusal) return null;
  // next-auth folds every refusal into one error; the person sees which it was.
  const reason = refusal === 'access_denied' ? 'access_denied' : 'failed';
  const connecting = await connectingNow();
  return toPage(
    connecting
      ? connectOutcome({ problem: reason, account: connecting.account })
      : `${PROBLEM_PAGE}?reason=${reason}`,
  );
}

function toPage(page: string): Response {
  return Response.redirect(`${env().APP_URL}${page}`, 303);
}
