import { now } from '@/lib/platform/clock';
import { readInngestServer } from '@/lib/platform/inngest-server';
import { withinLimit } from '@/lib/platform/limit-work';
import { reasonsUnready } from '@/lib/platform/readiness';

/** Who asks waits three seconds at most. */
const LIMIT_MS = 2_500;

/**
 * Whether this process can do its work: for load balancers, and for who is to be told when it cannot. Answers within 3 s. Where
 * an Inngest server is configured, it also says whether that calls; while it does not, the jobs run here.
 */
export async function GET(): Promise<Response> {
  const state = readInngestServer(now()).catch(() => null);
  const [reasons, server] = await Promise.all([reasonsUnready(), withinLimit(state, LIMIT_MS, null)]);
  const inngest = server && { is_away: server.isAway, last_call_at: server.lastCallAt };
  const body = inngest ? { inngest_server: inngest } : {};
  return reasons.length === 0
    ? Response.json({ ok: true, ...body })
    : Response.json({ ok: false, reasons, ...body }, { status: 503 });
}
