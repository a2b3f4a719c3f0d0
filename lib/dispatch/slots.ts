type Waiter = { needed: number; wake: () => void };

/** Slots for a limited number of tasks. */
export class Slots {
  private readonly waiting = new Set<Waiter>();

  constructor(private free: number) {}

  /**
   * Takes all free slots, and returns how many: when at least so many are free, or, after so many milliseconds, as soon as one
   * is.
   */
  async take(atLeast: number, limitMs: number): Promise<number> {
    const waiter: Waiter = { needed: atLeast, wake: () => {} };
    const timer = setTimeout(() => {
      waiter.needed = 1;
      if (this.free > 0) waiter.wake();
    }, limitMs);
    while (this.free < waiter.needed) {
      await new Promise<void>((resolve) => {
        waiter.wake = resolve;
        this.waiting.add(waiter);
      });
    }
    clearTimeout(timer);
    this.waiting.delete(waiter);
    const taken = this.free;
    this.free = 0;
    return taken;
  }

  /** Gives slots back. */
  give(count: number): void {
    this.free += count;
    for (const { needed, wake } of this.waiting) if (this.free >= needed) wake();
  }
}
