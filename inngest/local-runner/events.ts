import { randomUUID } from 'node:crypto';
import type { InngestEvent, StoredEvent } from './types';

/**
 * An event from outside, checked and completed with id and time. Throws a TypeError that names what is wrong (never
 * the data, which may hold secrets).
 */
export function acceptEvent(event: InngestEvent, nowMs: number): StoredEvent {
  if (typeof event !== 'object' || event === null) throw new TypeError('An event must be an object.');
  const { name, id, ts, data } = event;
  if (typeof name !== 'string' || name === '') throw new TypeError('An event needs a name.');
  if (name.startsWith('inngest/'))
    throw new TypeError(`${name}: names beginning with inngest/ are reserved.`);
  // Inngest's client writes `id: null` or leaves it out when there is none.
  if (id !== undefined && id !== null && typeof id !== 'string')
    throw new TypeError(`${name}: id must be text.`);
  if (ts !== undefined && ts !== null && typeof ts !== 'number')
    throw new TypeError(`${name}: ts must be a number.`);
  if (data !== undefined && data !== null && (typeof data !== 'object' || Array.isArray(data))) {
    throw new TypeError(`${name}: data must be an object.`);
  }
  return { ...event, id: id || randomUUID(), ts: ts || nowMs, data: data ?? {} };
}

/** An event that the runner itself makes, as Inngest's engine would. */
export function internalEvent(name: string, data: Record<string, unknown>, nowMs: number): StoredEvent {
  return { name, id: randomUUID(), ts: nowMs, data };
}
