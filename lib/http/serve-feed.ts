import { createHash } from 'node:crypto';
import { findFeedOwner } from '@/lib/accounts/calendar-feed';
import { UsherError } from '@/lib/contract/errors';
import { now } from '@/lib/platform/clock';
import { logger } from '@/lib/platform/logger';
import { readFeed } from '@/lib/scheduling/read-feed';
import { clientAddress } from './client-address';
import { compressed } from './compress';
import { takeRequest } from './rate-limit';

/**
 * Returns a calendar feed, or 304 when the program has it as it is now. Its address is its only credential: a wrong one counts
 * as a refusal of the sender's, and is 404.
 * @param file the last part of the address, `<token>.ics`
 */
export async function serveFeed(request: Request, feedId: string, file: string): Promise<Response> {
  try {
    const owner = await findFeedOwner(feedId, file.replace(/\.ics$/, ''));
    if (!owner) {
      await takeRequest('refusals', clientAddress(request));
      return plain(404, 'There is no calendar feed at this address.');
    }
    await takeRequest('feed', feedId);
    return await answer(request, await readFeed(owner, now()));
  } catch (error) {
    if (error instanceof UsherError) return plain(error.status, error.message, error.headers);
    // Not thrown: what Next logs may hold the address, which is a secret.
    logger.error({ error }, 'A calendar feed could not be read');
    return plain(500, 'Something went wrong here.');
  }
}

async function answer(request: Request, calendar: string): Promise<Response> {
  // Weak: it is the same calendar also when it is compressed.
  const tag = `W/"${createHash('sha256').update(calendar).digest('base64url').slice(0, 27)}"`;
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' };
  if (isKnown(request.headers.get('if-none-match'), tag)) return new Response(null, { status: 304, headers });
  const type = 'text/calendar; charset=utf-8';
  return compressed(request, new Response(calendar, { headers: { ...headers, 'Content-Type': type } }));
}

/** Whether If-None-Match names this tag; strong and weak ones are compared alike (RFC 9110 section 13.1.2). */
function isKnown(header: string | null, tag: string): boolean {
  if (header === null) return false;
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  return header.split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}

function plain(status: number, words: string, headers: Record<string, string> = {}): Response {
  return new Response(words, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}
