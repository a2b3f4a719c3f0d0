import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SavedWorld, World } from './world';

const SAVE_AFTER_MS = 300;

/**
 * Saves the world in a JSON file, so that a restarted sandbox has its tokens, edits and bots. The file is written
 * atomically, shortly after the last change and at the end. Only its owner may read it: it holds tokens.
 */
export class StateFile {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly path: string,
    private readonly world: World,
  ) {}

  /** Loads the file into the world; returns false when there is none. Throws for a file that is not a saved state. */
  load(): boolean {
    if (!existsSync(this.path)) return false;
    try {
      this.world.restore(JSON.parse(readFileSync(this.path, 'utf8')) as SavedWorld);
    } catch {
      throw new Error(`The sandbox's state file ${this.path} is damaged; delete it to start afresh.`);
    }
    return true;
  }

  saveSoon(): void {
    this.timer ??= setTimeout(() => this.saveNow(), SAVE_AFTER_MS);
  }

  saveNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const draft = `${this.path}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify(this.world.save()), { mode: 0o600 });
    renameSync(draft, this.path);
  }
}
