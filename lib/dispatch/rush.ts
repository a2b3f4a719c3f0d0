/** How many runs of this process have claimed as many bots as they had slots for. */
let runs = 0;
let end = () => {};
let ended: Promise<void> = Promise.resolve();

/**
 * Begins a rush: more bots are due than there are slots, and calls for them matter more than saving what the last calls have led
 * to.
 */
export function beginRush(): { end(): void } {
  if (runs++ === 0) {
    ended = new Promise((resolve) => {
      end = resolve;
    });
  }
  return {
    end: () => {
      if (--runs === 0) end();
    },
  };
}

/** Returns when there is no rush. */
export function rushEnd(): Promise<void> {
  return ended;
}
