/** When bots are due, in epoch milliseconds. `looks`: their calendars are to be synced shortly before. */
type Due = { atMs: number; looks: boolean };

/**
 * The times at which bots are due in the next minute, as far as they are known here: which have been dispatched, and
 * before which calendars have been looked at. A time too many costs one statement that finds no bot.
 */
export class JoinTimes {
  private readonly ahead = new Map<number, { looks: boolean; isLooked: boolean }>();
  /** The latest of the times that have been dispatched. */
  private dispatchedMs = Number.NEGATIVE_INFINITY;

  /** @param lookAheadMs calendars are looked at this long before their bots are sent */
  constructor(private readonly lookAheadMs: number) {}

  /** Adds a time at which bots are due, also one that has passed. */
  add({ atMs, looks }: Due): void {
    const known = this.ahead.get(atMs);
    if (known) known.looks ||= looks;
    else this.ahead.set(atMs, { looks, isLooked: false });
  }

  /**
   * Adds the times that were read from the rows.
   * @returns whether bots wait that should have been sent when their time was dispatched: it got lost, or it failed
   */
  addRead(times: readonly Due[], nowMs: number): boolean {
    // After the clock was set back, what comes until then is new.
    this.dispatchedMs = Math.min(this.dispatchedMs, nowMs);
    let hasWaiting = false;
    for (const time of times) {
      if (time.atMs <= this.dispatchedMs) hasWaiting = true;
      else this.add(time);
    }
    return hasWaiting;
  }

  /** Returns the times before which calendars are to be looked at now, once each. A time that has come is too late for that. */
  takeLooks(nowMs: number): number[] {
    const due = [...this.ahead].filter(
      ([atMs, { looks, isLooked }]) => looks && !isLooked && atMs > nowMs && atMs - this.lookAheadMs <= nowMs,
    );
    for (const [, time] of due) time.isLooked = true;
    return due.map(([atMs]) => atMs);
  }

  /** Removes the times that have come. @returns whether there were any: bots are to be dispatched now */
  takeDue(nowMs: number): boolean {
    const due = [...this.ahead.keys()].filter((atMs) => atMs <= nowMs);
    for (const atMs of due) this.ahead.delete(atMs);
    this.dispatchedMs = Math.max(this.dispatchedMs, ...due);
    return due.length > 0;
  }

  /** Returns when there is something to do next, in epoch milliseconds; Infinity when nothing is known. */
  nextMs(nowMs: number): number {
    const times = [...this.ahead].map(([atMs, { looks, isLooked }]) =>
      looks && !isLooked && atMs > nowMs ? atMs - this.lookAheadMs : atMs,
    );
    return Math.min(...times);
  }
}
