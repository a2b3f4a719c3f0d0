import { randomUUID } from 'node:crypto';
import { CHANGE_KINDS, CHANGES_EVERY_MS, type ChangeKind, type ChangesMessage } from '@/lib/contract/changes';
import { allowMethods } from '@/lib/http/allow-methods';
import { authenticate } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { now } from '@/lib/platform/clock';
import { onUserChanged } from '@/lib/platform/live';
import { onStop } from '@/lib/platform/stop';

/** Changes within this time become one message. */
const COALESCE_MS = 50;
/** A reader that leaves so many messages unread, a minute's, is not there any more. */
const MOST_UNREAD = 30;

/**
 * Server-sent events for an open dashboard: each says what kinds of things of this user have changed, and with nothing in it,
 * that the stream is alive. It ends when the process stops, so that the page opens another one at the next process.
 */
async function get(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    const { user } = await authenticate(request, now());
    return new Response(changesOf(user.id, request.signal), {
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

function changesOf(userId: string, signal: AbortSignal): ReadableStream {
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
      const stopListening = onUserChanged(userId, (kind) => {
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
