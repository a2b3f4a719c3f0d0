import { now } from '@/lib/platform/clock';
import { readInngestServer } from '@/lib/platform/inngest-server';
import { withinLimit } from '@/lib/platform/limit-work';
import { reasonsUnready } from '@/lib/platform/readiness';

/** How long the state of the Inngest server is waited for, after all else: who asks waits three seconds at most. */
const SERVER_LIMIT_MS = 400;

/**
 * Whether this process can do its work: for load balancers, and for who is to be told when it cannot. Answers within 3 s. Where
 * an Inngest server is configured, it also says whether that calls; while it does not, the jobs run here.
 */
export async function GET(): Promise<Response> {
  const reasons = await reasonsUnready();
  // Those who ask often must not use up the connections of a database that is silent.
  const isSilent = reasons.some(({ code }) => code === 'database_silent');
  const state = isSilent ? null : readInngestServer(now()).catch(() => null);
  const server = state && (await withinLimit(state, SERVER_LIMIT_MS, null));
  const inngest = server && { is_away: server.isAway, last_call_at: server.lastCallAt };
  const body = inngest ? { inngest_server: inngest } : {};
  return reasons.length === 0
    ? Response.json({ ok: true, ...body })
    : Response.json({ ok: false, reasons, ...body }, { status: 503 });
}
