import { randomUUID } from 'node:crypto';
import { requireMetricsToken } from '@/lib/http/authenticate';
import { compressed } from '@/lib/http/compress';
import { errorAnswer } from '@/lib/http/define-route';
import { metricsText } from '@/lib/metrics/metrics-text';
import { readState } from '@/lib/metrics/read-metrics';
import { now } from '@/lib/platform/clock';

/** For Prometheus: the whole installation, for its operator alone. */
export async function GET(request: Request): Promise<Response> {
  try {
    requireMetricsToken(request);
    const at = now();
    const answer = new Response(metricsText(await readState(at), at), {
      headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' },
    });
    return compressed(request, answer);
  } catch (error) {
    return errorAnswer(error, request, randomUUID());
  }
}
