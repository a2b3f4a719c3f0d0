import { logger } from './logger';
import { processGlobal } from './process-global';

const PAUSE_MS = 60_000;
/** Names that come from outside are logged once each, and not without end. */
const MOST_NAMES = 200;

const warned = processGlobal('log-seldom', () => ({
  kinds: new Map<string, { at: number; leftOut: number }>(),
  names: new Set<string>(),
}));

/**
 * Logs a message, unless this process has logged one of the same kind in the last minute: whoever causes it from outside
 * must not be able to fill the log. The next one says how many were left out.
 * @param line `kind`: one of a few, none of which comes from outside
 */
export function logSeldom(
  { level, kind, message }: { level: 'info' | 'warn'; kind: string; message: string },
  fields: object,
  now: Date,
): void {
  const last = warned.kinds.get(kind);
  if (last && Math.abs(+now - last.at) < PAUSE_MS) {
    last.leftOut += 1;
    return;
  }
  warned.kinds.set(kind, { at: +now, leftOut: 0 });
  logger[level]({ ...fields, ...(last?.leftOut ? { leftOut: last.leftOut } : {}) }, message);
}

/** Logs a warning about a name that is not known here, once in the life of this process. */
export function warnOnce(name: string, message: string): void {
  if (warned.names.has(name) || warned.names.size >= MOST_NAMES) return;
  warned.names.add(name);
  logger.warn({ name: name.slice(0, 100) }, message);
}
