import { findProvider } from '@/lib/bot-providers';
import { now } from '@/lib/clock';
import { readText } from '@/lib/http/read-json';
import { applyBotEvent } from '@/lib/services/apply-bot-event';

const LIMIT_BYTES = 64 * 1024;

/** A bot provider's reports. A wrong signature is 401 and changes nothing; a repeated report is 200 all the same. */
export async function POST(
  request: Request,
  route: { params: Promise<{ provider: string }> },
): Promise<Response> {
  const provider = findProvider((await route.params).provider);
  if (!provider) return new Response(null, { status: 404 });
  let body: string;
  try {
    body = await readText(request, LIMIT_BYTES);
  } catch {
    return new Response(null, { status: 413 });
  }
  const event = provider.readWebhook(request.headers, body, now());
  if (!event) return new Response(null, { status: 401 });
  await applyBotEvent(provider.name, event, now());
  return new Response(null, { status: 200 });
}
