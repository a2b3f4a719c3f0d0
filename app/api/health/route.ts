import { isHealthy } from '@/lib/platform/health';

export async function GET(): Promise<Response> {
  return (await isHealthy())
    ? Response.json({ ok: true })
    : Response.json({ ok: false, message: 'The database does not answer.' }, { status: 503 });
}
