/**
 * The one place that reads the clock. Routes and jobs ask once and pass the instant on; nothing that decides
 * asks by itself.
 */
export function now(): Date {
  return new Date();
}
