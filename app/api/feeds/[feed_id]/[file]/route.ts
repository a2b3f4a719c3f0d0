import { serveFeed } from '@/lib/http/serve-feed';

export async function GET(
  request: Request,
  { params }: { params: Promise<{ feed_id: string; file: string }> },
): Promise<Response> {
  const { feed_id, file } = await params;
  return serveFeed(request, feed_id, file);
}
