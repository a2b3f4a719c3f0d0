import type { Overrides } from './overrides';
import type { Stage } from './stage';
import type { StoredMeeting } from './stored';
import { isKnown, keyOf } from './truth';

/** Maps older names of meetings to present ones, as series move and split. */
export class Names {
  private readonly known = new Set<string>();
  private readonly renamers: ((key: string) => string | null)[] = [];

  constructor(
    private readonly stage: Stage,
    /** Returns the person's present address. */
    private readonly email: () => string,
    private readonly overrides: Overrides,
  ) {}

  /** Gives a meeting, or all of a series, another name; the old name still leads to it. */
  rename(renamer: (key: string) => string | null, keys: string[]): void {
    this.renamers.push(renamer);
    for (const key of keys) {
      const next = renamer(key);
      if (next) this.overrides.rename(key, next);
    }
  }

  /** Returns Google's present name of a meeting that may have an older one. */
  currentKey(key: string): string {
    let name = key;
    for (const renamer of this.renamers) {
      if (isKnown(this.stage.sandbox.world, this.email(), name)) return name;
      name = renamer(name) ?? name;
    }
    return name;
  }

  /** Lets new parts of split series inherit overrides, as soon as the app has stored them. */
  async noticeEvents(): Promise<void> {
    const { rows } = await this.stage.sql.query(
      'SELECT "googleEventId" AS id FROM "Event" ORDER BY "googleEventId"',
    );
    for (const { id } of rows as { id: string }[]) {
      if (this.known.has(id)) continue;
      this.known.add(id);
      const family = id.replace(/_R\d{8}T\d{6}$/, '');
      if (family === id) continue;
      const before = [...this.known].filter(
        (other) =>
          other.startsWith(family) &&
          other < id &&
          /(_R\d{8}T\d{6})?$/.exec(other.slice(family.length))?.[0] === other.slice(family.length),
      );
      const previous = before.sort().at(-1);
      if (previous) this.overrides.inherit(id, previous);
    }
  }

  /** Returns the name of a stored occurrence. */
  ofStored(row: StoredMeeting): string {
    return this.currentKey(keyOf(row.googleEventId, row.kind === 'master' ? +row.originalStart : null));
  }
}
