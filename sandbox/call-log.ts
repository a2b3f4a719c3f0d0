export type LogKind = 'oauth' | 'calendar' | 'bots' | 'push' | 'webhook';

/** One call in or out. Only calls to the bot provider and its webhooks have bodies: tokens never enter the log. */
export type LogEntry = {
  id: number;
  at: string;
  kind: LogKind;
  direction: 'in' | 'out';
  method: string;
  path: string;
  status: number | null;
  ms: number;
  user?: string | undefined;
  idempotencyKey?: string | undefined;
  body?: unknown;
  note?: string | undefined;
};

const MOST = 1000;

/** Stores the last thousand calls of each kind, in order. */
export class CallLog {
  private nextId = 1;
  private readonly kinds = new Map<LogKind, LogEntry[]>();

  add(entry: Omit<LogEntry, 'id'>): void {
    const list = this.kinds.get(entry.kind) ?? [];
    list.push({ id: this.nextId++, ...entry });
    if (list.length > MOST) list.shift();
    this.kinds.set(entry.kind, list);
  }

  /** Returns the entries after an id whose path contains a text, of one kind or of all, oldest first. */
  list(
    filter: { kind?: string | null; path?: string | null; since?: number; limit?: number } = {},
  ): LogEntry[] {
    const lists = filter.kind ? [this.kinds.get(filter.kind as LogKind) ?? []] : [...this.kinds.values()];
    const entries = lists.flat().filter((entry) => {
      return entry.id > (filter.since ?? 0) && (!filter.path || entry.path.includes(filter.path));
    });
    return entries.sort((one, other) => one.id - other.id).slice(-(filter.limit ?? MOST));
  }

  clear(): void {
    this.kinds.clear();
  }

  toJSON(): LogEntry[] {
    return this.list({ kind: 'bots' });
  }

  restore(entries: LogEntry[]): void {
    if (entries.length > 0) this.kinds.set('bots', entries);
    this.nextId = 1 + Math.max(0, ...entries.map((entry) => entry.id));
  }
}
