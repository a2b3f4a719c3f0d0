import { readPath } from './expressions';
import type { FunctionSpec, StoredEvent } from './types';

/**
 * Finds the runs that an event cancels without looking at all of them: runs stand under the name of each cancelling event and
 * the value that it must carry.
 */
export class CancelIndex<Run extends { fn: FunctionSpec; event: StoredEvent }> {
  private readonly runs = new Map<string, Set<Run>>();
  /** Event name → the paths by which some function compares it. */
  private readonly paths = new Map<string, Map<string, string[]>>();

  constructor(functions: readonly FunctionSpec[]) {
    for (const { event, path } of functions.flatMap((fn) => fn.cancelOn)) {
      const paths = this.paths.get(event) ?? new Map<string, string[]>();
      this.paths.set(event, paths.set(path.join('.'), path));
    }
  }

  add(run: Run): void {
    for (const key of keysOf(run)) {
      const runs = this.runs.get(key) ?? new Set<Run>();
      this.runs.set(key, runs.add(run));
    }
  }

  remove(run: Run): void {
    for (const key of keysOf(run)) {
      const runs = this.runs.get(key);
      runs?.delete(run);
      if (runs?.size === 0) this.runs.delete(key);
    }
  }

  /** The runs that `event` cancels. */
  matching(event: StoredEvent): Run[] {
    const paths = [...(this.paths.get(event.name)?.values() ?? [])];
    return paths.flatMap((path) => [...(this.runs.get(keyOf(event.name, path, event) ?? '') ?? [])]);
  }
}

function keysOf(run: { fn: FunctionSpec; event: StoredEvent }): string[] {
  return run.fn.cancelOn.flatMap(({ event, path }) => keyOf(event, path, run.event) ?? []);
}

/** Undefined where the value is missing: two events that both lack it do not match. An empty path always matches. */
function keyOf(eventName: string, path: string[], event: StoredEvent): string | undefined {
  const value = path.length === 0 ? true : readPath(event, path);
  return value === undefined ? undefined : JSON.stringify([eventName, path, value]);
}
