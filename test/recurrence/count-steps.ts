import { Session } from 'node:inspector';

/**
 * Counts what the code of recurrence does, in blocks of code that are run: each pass of a loop and each branch of a condition
 * is one. Unlike time, it is the same on a busy machine; unlike the effort that the code itself counts, it cannot forget
 * anything but what a single call of the language does. It is V8's own block coverage.
 */
const CODE = /\/lib\/occurrences\/domain\/(?:recurrence\/|time-zone)/;

/** Returns a function that counts the steps of some work, and one that ends the counting. */
export function stepCounter(): { stepsOf: (work: () => unknown) => number; end: () => void } {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  /** Returns the counts since the last call. */
  const take = (): number => {
    let steps = 0;
    session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) throw error;
      const scripts = coverage.result.filter(({ url }) => CODE.test(url) && !url.includes('.test.'));
      for (const { functions } of scripts)
        for (const { ranges } of functions) for (const { count } of ranges) steps += count;
    });
    return steps;
  };
  return {
    stepsOf(work) {
      take();
      work();
      return take();
    },
    end() {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
