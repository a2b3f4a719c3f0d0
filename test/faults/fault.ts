import type { DatabaseKind } from '../database';
import type { Installation } from './installation';

/** Something that breaks for a while. */
export type Fault = {
  name: string;
  /** What happens, as it stands in the table. */
  says: string;
  on: DatabaseKind[];
  /** How long it lasts; 12 by default. */
  seconds?: number;
  /** What is done before the day's meetings exist. */
  prepare?(installation: Installation): Promise<void>;
  begin(installation: Installation): Promise<void>;
  /** Takes the cause away; the fault has ended when this has returned. */
  end(installation: Installation): Promise<void>;
  /** Why it cannot be played here; undefined where it can. */
  impossible?(installation: Installation): string | undefined;
};

export const BOTH: DatabaseKind[] = ['postgres', 'pglite'];
