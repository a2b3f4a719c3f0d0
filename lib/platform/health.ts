import { db } from './database/client';
import { ping } from './queries';

/** Returns whether this process can serve, because its database answers. */
export async function isHealthy(): Promise<boolean> {
  try {
    await ping(db());
    return true;
  } catch {
    return false;
  }
}
