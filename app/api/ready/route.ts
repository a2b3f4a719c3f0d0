import { reasonsUnready } from '@/lib/platform/readiness';

/** Whether this process can do its work: for load balancers, and for who is to be told when it cannot. Answers within 3 s. */
export async function GET(): Promise<Response> {
  const reasons = await reasonsUnready();
  return reasons.length === 0
    ? Response.json({ ok: true })
    : Response.json({ ok: false, reasons }, { status: 503 });
}
