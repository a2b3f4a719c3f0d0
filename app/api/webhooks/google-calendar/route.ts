import { randomUUID } from 'node:crypto';
import { receivePush } from '@/lib/calendar-sync/receive-push';
import { errorAnswer } from '@/lib/http/define-route';
import { now } from '@/lib/platform/clock';

/** Google's notifications: an empty body, everything in headers. Answered alike whether believed or not. */
export async function POST(request: Request): Promise<Response> {
  const header = (name: string) => request.headers.get(`x-goog-${name}`) ?? '';
  const push = {
    channelId: header('channel-id'),
    token: header('channel-token'),
    resourceId: header('resource-id'),
    resourceState: header('resource-state'),
  };
  try {
    await receivePush(push, now());
    return new Response(null, { status: 200 });
  } catch (error) {
    // Google repeats a notification that was answered with 500.
    return errorAnswer(error, request, randomUUID());
  }
}
