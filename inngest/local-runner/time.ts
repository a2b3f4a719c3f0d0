const UNIT_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};

/**
 * When a `Sleep` op ends. Takes the op's `name`: an ISO time, or a duration as Inngest's `timeStr` writes it
 * (`1d2h30m`; the empty string is zero). Gives epoch milliseconds, or undefined when it is neither.
 */
export function sleepEndMs(name: string, nowMs: number): number | undefined {
  if (/^(\d+[wdhms])*$/.test(name)) {
    const parts = name.match(/\d+[wdhms]/g) ?? [];
    const durationMs = parts.reduce(
      (sum, part) => sum + Number.parseInt(part, 10) * (UNIT_MS[part.slice(-1)] ?? 0),
      0,
    );
    return nowMs + durationMs;
  }
  const time = Date.parse(name);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * When a `Retry-After` header allows the next try (RFC 9110 §10.2.3: seconds or a date; Inngest also writes
 * ISO dates). Gives epoch milliseconds, or undefined when the header is absent or unreadable.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  if (/^\d+$/.test(header.trim())) return nowMs + Number(header) * 1000;
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The wait before retry number `attempt` (1 for the first): 15 s doubling up to 2 h, plus up to 30 s of
 * jitter, near to what Inngest's own engine does, so that a job behaves alike under both.
 */
export function defaultBackoffMs(attempt: number): number {
  return Math.min(15_000 * 2 ** (attempt - 1), 7_200_000) + Math.random() * 30_000;
}
