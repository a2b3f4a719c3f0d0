import { db } from './database/client';

/** Whether this process can serve: its database answers. */
export async function isHealthy(): Promise<boolean> {
  try {
    await db().$queryRaw`SELECT 1`;
    return true;
  } catch {
    return false;
  }
}
