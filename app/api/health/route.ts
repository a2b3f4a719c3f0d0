import { db } from '@/lib/db/client';

/** Whether this process can serve: it answers, and so does its database. */
export async function GET(): Promise<Response> {
  try {
    await db().$queryRaw`SELECT 1`;
    return Response.json({ ok: true });
  } catch {
    return Response.json({ ok: false, message: 'The database does not answer.' }, { status: 503 });
  }
}
