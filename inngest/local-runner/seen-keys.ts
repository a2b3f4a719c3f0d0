const STORED_FOR_MS = 24 * 3_600_000;

/**
 * Remembers keys for 24 h, as Inngest does for event ids and idempotency keys. Holds at most `max` keys; beyond it the
 * oldest go first, so memory is bounded and the cost of a flood is a shorter memory.
 */
export class SeenKeys {
  private readonly seenAtMs = new Map<string, number>();

  constructor(private readonly max = 100_000) {}

  /** True the first time within 24 h that `key` is given. */
  firstSeen(key: string, nowMs: number): boolean {
    const at = this.seenAtMs.get(key);
    if (at !== undefined && nowMs - at < STORED_FOR_MS) return false;
    this.seenAtMs.delete(key);
    this.seenAtMs.set(key, nowMs);
    for (const [oldest, oldestAt] of this.seenAtMs) {
      if (this.seenAtMs.size <= this.max && nowMs - oldestAt < STORED_FOR_MS) break;
      this.seenAtMs.delete(oldest);
    }
    return true;
  }
}
