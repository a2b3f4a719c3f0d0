import { randomUUID } from 'node:crypto';
import { allowMethods } from '@/lib/http/allow-methods';
import { authenticate } from '@/lib/http/authenticate';
import { errorAnswer } from '@/lib/http/define-route';
import { now } from '@/lib/platform/clock';
import { onUserChanged } from '@/lib/platform/live';
import { onStop } from '@/lib/platform/stop';

/** Proxies close connections on which nothing is said for a minute. */
const HEARTBEAT_MS = 25_000;
/** Changes within this time become one message. */
const COALESCE_MS = 50;

/**
 * Server-sent events for an open dashboard: each says that something of this user has changed. The stream ends when the
 * process stops, so that the page opens another one at the next process.
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
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      const stopListening = onUserChanged(userId, () => {
        pending ??= setTimeout(() => {
          pending = undefined;
          say('data: changed\n\n');
        }, COALESCE_MS);
      });
      const heartbeat = setInterval(() => say(': still here\n\n'), HEARTBEAT_MS);
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
