import type { Installation, Place } from './installation';

/** Something that breaks for a while. */
export type Fault = {
  name: string;
  /** What happens, as it stands in the table. */
  says: string;
  on: Place[];
  /** How many seconds it lasts; 10 by default. */
  seconds?: number;
  /** What is done before the day's meetings exist. */
  prepare?(installation: Installation): Promise<void>;
  begin(installation: Installation): Promise<void>;
  /** Takes the cause away; the fault has ended when this has returned. */
  end(installation: Installation): Promise<void>;
  /** Why it cannot be played here; undefined where it can. */
  impossible?(installation: Installation): string | undefined;
};

export const BOTH: Place[] = ['postgres', 'pglite'];
