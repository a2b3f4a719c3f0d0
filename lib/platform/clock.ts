/**
 * Returns the time: the one place that reads the clock. Routes and jobs read it once and pass it on; no
 * decision reads it.
 */
export function now(): Date {
  return new Date();
}
