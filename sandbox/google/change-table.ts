/** One row with its place in the change feed (`seq`) and its unchanging place in full lists (`order`). */
export type Row<T> = { key: string; seq: number; order: number; value: T };

/**
 * Stores rows with a change feed. Each write takes the next sequence number. `changedSince` costs only as much as
 * has changed, however large the table is: that makes incremental sync cheap.
 */
export class ChangeTable<T> {
  seq = 0;
  private nextOrder = 1;
  private readonly rows = new Map<string, Row<T>>();
  private log: { seq: number; key: string }[] = [];

  get size(): number {
    return this.rows.size;
  }

  get(key: string): T | undefined {
    return this.rows.get(key)?.value;
  }

  row(key: string): Row<T> | undefined {
    return this.rows.get(key);
  }

  /** Writes a row; `make` receives the sequence number, so that an etag can be derived from it. */
  put(key: string, make: (seq: number) => T): Row<T> {
    const seq = ++this.seq;
    const order = this.rows.get(key)?.order ?? this.nextOrder++;
    const row = { key, seq, order, value: make(seq) };
    this.rows.set(key, row);
    this.log.push({ seq, key });
    if (this.log.length > 2 * this.rows.size + 64) this.compact();
    return row;
  }

  /** Drops a row without a trace in the feed, as the exceptions of a deleted series are dropped. */
  drop(key: string): void {
    this.rows.delete(key);
  }

  /** Returns all rows, in the order in which they were first written. */
  all(): Row<T>[] {
    return [...this.rows.values()];
  }

  values(): T[] {
    return this.all().map((row) => row.value);
  }

  /** Returns the current state of every row written after `seq`, oldest change first. */
  changedSince(seq: number): Row<T>[] {
    let low = 0;
    let high = this.log.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.log[middle]?.seq ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    const changed: Row<T>[] = [];
    for (const entry of this.log.slice(low)) {
      const row = this.rows.get(entry.key);
      if (row?.seq === entry.seq) changed.push(row);
    }
    return changed;
  }

  toJSON(): { seq: number; nextOrder: number; rows: Row<T>[] } {
    return { seq: this.seq, nextOrder: this.nextOrder, rows: this.all() };
  }

  static from<T>(saved: { seq: number; nextOrder: number; rows: Row<T>[] }): ChangeTable<T> {
    const table = new ChangeTable<T>();
    table.seq = saved.seq;
    table.nextOrder = saved.nextOrder;
    for (const row of saved.rows) table.rows.set(row.key, row);
    table.compact();
    return table;
  }

  /** Reduces the log to one entry a row. Until then, `changedSince` skips outdated entries. */
  private compact(): void {
    this.log = [...this.rows.values()]
      .map(({ seq, key }) => ({ seq, key }))
      .sort((one, other) => one.seq - other.seq);
  }
}
