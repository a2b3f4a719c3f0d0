import { db } from './database/client';
import { countProcesses } from './queries';

/** Returns whether no other process of Usher works on this database: what an earlier one held is then no one's. */
export async function isOnlyProcess(): Promise<boolean> {
  const [processes] = await countProcesses(db());
  return !processes || processes.count <= 1;
}
