import { randomUUID } from 'node:crypto';
import { processGlobal } from '@/lib/platform/process-global';
import type { InngestEvent, LocalRunner, StoredEvent } from './types';

/** How many events are stored while no runner has started yet. */
const MAX_EARLY_EVENTS = 10_000;
/** Inngest recognizes an event id for a day, too. */
const REMEMBERED_MS = 24 * 3_600_000;

type Registry = { runner?: LocalRunner; early: InngestEvent[] };

const registry = () => processGlobal('local-runner', (): Registry => ({ early: [] }));

/** Returns the process's local runner; undefined when none is running. */
export function currentLocalRunner(): LocalRunner | undefined {
  return registry().runner;
}

/** Makes `runner` the process's only one and returns the events sent before. Throws when one is running. */
export function register(runner: LocalRunner): InngestEvent[] {
  const slot = registry();
  if (slot.runner) throw new Error('A local runner is already running in this process; stop it first.');
  slot.runner = runner;
  return slot.early.splice(0);
}

/** Removes `runner` from the registry; a runner that has been registered after it stays. */
export function unregister(runner: LocalRunner): void {
  const slot = registry();
  if (slot.runner === runner) slot.runner = undefined;
}

/**
 * Returns a `fetch` for `new Inngest({ fetch })` that never uses the network: `POST {base}/e/{key}` (Inngest's event API)
 * hands the events to the process's local runner. Until that has started, at most 10,000 events are stored for it. It
 * throws for any other request and names it.
 */
export function createLocalFetch(): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (request.method !== 'POST' || !/\/e\/[^/]+$/.test(pathname)) {
      throw new Error(
        `The local runner does not answer ${request.method} ${pathname}; this needs an Inngest server.`,
      );
    }
    const events = [(await request.json()) as InngestEvent | InngestEvent[]].flat();
    try {
      const { ids } = await (currentLocalRunner()?.send(events) ?? storeForLater(events));
      return Response.json({ ids, status: 200 });
    } catch (error) {
      const status = error instanceof TypeError ? 400 : 503;
      return Response.json({ ids: [], status, error: (error as Error).message }, { status });
    }
  };
}

function storeForLater(events: InngestEvent[]): { ids: string[] } {
  const accepted = events.map((event) => acceptEvent(event, Date.now()));
  const { early } = registry();
  if (early.length + accepted.length > MAX_EARLY_EVENTS) {
    throw new Error(`No local runner is running and ${early.length} events already wait for one.`);
  }
  early.push(...accepted);
  return { ids: accepted.map((event) => event.id) };
}

/**
 * Checks an event that was sent and returns it with an id and a time. Throws a TypeError that names the problem, but never
 * the data, which may contain secrets.
 */
export function acceptEvent(event: InngestEvent, nowMs: number): StoredEvent {
  if (typeof event !== 'object' || event === null) throw new TypeError('An event must be an object.');
  const { name, id, ts, data } = event;
  if (typeof name !== 'string' || name === '') throw new TypeError('An event needs a name.');
  if (name.startsWith('inngest/'))
    throw new TypeError(`${name}: names that begin with inngest/ are reserved.`);
  // Inngest's client writes `id: null` or omits the field when an event has no id.
  if (id !== undefined && id !== null && typeof id !== 'string')
    throw new TypeError(`${name}: id must be text.`);
  if (ts !== undefined && ts !== null && typeof ts !== 'number')
    throw new TypeError(`${name}: ts must be a number.`);
  if (data !== undefined && data !== null && (typeof data !== 'object' || Array.isArray(data))) {
    throw new TypeError(`${name}: data must be an object.`);
  }
  return { ...event, id: id || randomUUID(), ts: ts || nowMs, data: data ?? {} };
}

/**
 * Remembers event ids for 24 h, at most `max` of them: beyond that the oldest are forgotten first, so that a flood of events
 * uses a bounded memory.
 */
export class SeenIds {
  private readonly seenAtMs = new Map<string, number>();

  constructor(private readonly max = 100_000) {}

  /** Returns true the first time within 24 h that it is given this id. */
  firstSeen(id: string, nowMs: number): boolean {
    const at = this.seenAtMs.get(id);
    if (at !== undefined && nowMs - at < REMEMBERED_MS) return false;
    this.seenAtMs.delete(id);
    this.seenAtMs.set(id, nowMs);
    for (const [oldest, oldestAt] of this.seenAtMs) {
      if (this.seenAtMs.size <= this.max && nowMs - oldestAt < REMEMBERED_MS) break;
      this.seenAtMs.delete(oldest);
    }
    return true;
  }
}
