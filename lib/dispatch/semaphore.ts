/** Places for a limited number of tasks, which are taken as they become free. */
export class Semaphore {
  private taken = 0;
  private wake: (() => void) | undefined;

  constructor(private readonly all: number) {}

  /**
   * Waits until so many are free. One caller at a time.
   * @returns how many there are then
   */
  async free(atLeast: number): Promise<number> {
    while (this.all - this.taken < atLeast) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.all - this.taken;
  }

  /** @returns gives the place back; twice is once */
  take(): () => void {
    this.taken++;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.taken--;
      this.wake?.();
    };
  }
}
