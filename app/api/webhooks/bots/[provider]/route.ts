import { receiveBotWebhook } from '@/lib/dispatch/receive-reports';
import { readText } from '@/lib/http/read-json';
import { now } from '@/lib/platform/clock';

const LIMIT_BYTES = 64 * 1024;
const STATUS = { accepted: 200, unknown_provider: 404, not_authentic: 401 };

/** A bot provider's reports. A wrong signature changes nothing; a repeated report is 200 all the same. */
export async function POST(
  request: Request,
  route: { params: Promise<{ provider: string }> },
): Promise<Response> {
  let body: string;
  try {
    body = await readText(request, LIMIT_BYTES);
  } catch {
    return new Response(null, { status: 413 });
  }
  const { provider } = await route.params;
  const outcome = await receiveBotWebhook(provider, request.headers, body, now());
  return new Response(null, { status: STATUS[outcome] });
}
