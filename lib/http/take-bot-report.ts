import { UsherError } from '@/lib/contract/errors';
import { type ReportAddress, type ReportRefusal, receiveBotWebhook } from '@/lib/dispatch/receive-reports';
import { now } from '@/lib/platform/clock';
import { logger } from '@/lib/platform/logger';
import { readText } from './read-json';

const LIMIT_BYTES = 64 * 1024;
const STATUS: Record<'accepted' | ReportRefusal, number> = {
  accepted: 200,
  unreadable: 400,
  bad_signature: 401,
  bad_token: 401,
  another_bot: 403,
  unknown_bot: 404,
  unknown_provider: 404,
};

/**
 * Takes a bot provider's report, and returns an answer without words. A repeated report is 200 like the first one.
 * @param address the parts of a bot's own address; undefined for the common one
 */
export async function takeBotReport(
  request: Request,
  provider: string,
  address?: ReportAddress,
): Promise<Response> {
  let body: string | null = null;
  let refusal: number | null = null;
  try {
    body = await readText(request, LIMIT_BYTES);
  } catch (error) {
    const isRefusal = error instanceof UsherError && error.code !== 'invalid_json';
    refusal = isRefusal ? error.status : null;
  }
  try {
    const outcome = await receiveBotWebhook({ provider, headers: request.headers, body, address }, now());
    const status = (outcome === 'unreadable' && refusal) || STATUS[outcome];
    return new Response(null, { status });
  } catch (error) {
    // Not thrown: what Next logs may hold the address, which is a secret.
    logger.error(
      { error, provider },
      'A report could not be stored; the provider is asked about its bots soon',
    );
    return new Response(null, { status: 500 });
  }
}
