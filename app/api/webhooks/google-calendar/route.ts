import { receivePush } from '@/lib/calendar-sync/receive-push';
import { now } from '@/lib/platform/clock';

/** Google's notifications: an empty body, everything in headers. Answered alike whether believed or not. */
export async function POST(request: Request): Promise<Response> {
  const header = (name: string) => request.headers.get(`x-goog-${name}`) ?? '';
  await receivePush(
    {
      channelId: header('channel-id'),
      token: header('channel-token'),
      resourceId: header('resource-id'),
      resourceState: header('resource-state'),
    },
    now(),
  );
  return new Response(null, { status: 200 });
}
