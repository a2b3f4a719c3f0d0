import { randomUUID } from 'node:crypto';
import { CHANGE_KINDS, CHANGES_EVERY_MS, type ChangeKind, type ChangesMessage } from '@/lib/contract/changes';
import { UsherError } from '@/lib/contract/errors';
import { allowMethods } from '@/lib/http/allow-methods';
import { authenticate, type Credential, stillHolds } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { now } from '@/lib/platform/clock';
import { listenersOf, onUserChanged } from '@/lib/platform/live';
import { logger } from '@/lib/platform/logger';
import { onStop } from '@/lib/platform/stop';

/** Changes within this time become one message. */
const COALESCE_MS = 50;
/** A reader that leaves so many messages unread, a minute's, is not there any more. */
const MOST_UNREAD = 30;
/** Streams of a person in this process: those of their browsers, and of programs. */
const MOST_STREAMS = 20;
/** Sessions and keys also end by time, which no change of rows tells. */
const RECHECK_MS = 60_000;

/**
 * Server-sent events for an open dashboard: each says what kinds of things of this user have changed, and with nothing in it,
 * that the stream is alive. It ends when the process stops, so that the page opens another one at the next process, and when
 * its session or API key has ended.
 */
async function get(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    const { user, credential } = await authenticate(request, now());
    if (listenersOf(user.id) >= MOST_STREAMS) {
      throw new UsherError('rate_limited', `Only ${MOST_STREAMS} streams are possible at a time.`, {
        headers: { 'Retry-After': '5' },
      });
    }
    return new Response(changesOf(user.id, credential, request.signal), {
      headers: {
        'Content-Type': 'text/event-stream',
        'X-Request-Id': requestId,
        'Cache-Control': 'no-cache, no-transform',
        'X-Accel-Buffering': 'no',
      },
    });
  } catch (error) {
    return errorAnswer(error, request, requestId);
  }
}

function changesOf(userId: string, credential: Credential, signal: AbortSignal): ReadableStream {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream({
    start(controller) {
      let pending: NodeJS.Timeout | undefined;
      const changed = new Set<ChangeKind>();
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      const tell = () => {
        pending = undefined;
        if ((controller.desiredSize ?? 0) < -MOST_UNREAD) return close();
        const message: ChangesMessage = { changed: [...changed] };
        say(`data: ${JSON.stringify(message)}\n\n`);
        changed.clear();
      };
      const endUnlessValid = () => {
        stillHolds(credential, now()).then(
          (holds) => holds || close(),
          (error) => logger.warn({ error }, 'Whether a stream may go on could not be asked'),
        );
      };
      const recheck = setInterval(endUnlessValid, RECHECK_MS);
      const stopListening = onUserChanged(userId, (kind) => {
        if (kind === 'sessions' || kind === 'api_keys' || kind === '*') endUnlessValid();
        for (const each of CHANGE_KINDS) if (kind === each || kind === '*') changed.add(each);
        pending ??= setTimeout(tell, COALESCE_MS);
      });
      const heartbeat = setInterval(tell, CHANGES_EVERY_MS);
      let hasEnded = false;
      end = () => {
        hasEnded = true;
        stopListening();
        forgetAtStop();
        clearInterval(heartbeat);
        clearInterval(recheck);
        clearTimeout(pending);
      };
      const close = () => {
        if (hasEnded) return;
        end();
        controller.close();
      };
      say('retry: 1000\n\n');
      const forgetAtStop = onStop('begin', close);
      signal.addEventListener('abort', close);
    },
    cancel: () => end(),
  });
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
