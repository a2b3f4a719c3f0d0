/**
 * The zone an IANA name stands for, in the spelling this runtime has for it.
 * @returns null for what is no zone: also an offset such as `+02:00`, which Intl takes for one, but which knows no
 * summer time
 */
export function readTimeZone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
