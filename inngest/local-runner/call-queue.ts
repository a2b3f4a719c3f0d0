import { Heap } from './heap';
import type { CallLimit } from './types';

/** A call that waits for its turn. */
export type QueuedCall = {
  /** True for the first call after a sleep: the run asked for that moment, so its call goes before all others. */
  urgent: boolean;
  /** The position of the call's run: calls of older runs go first. */
  runOrder: number;
  limits: readonly CallLimit[];
  /** Executes the call. Must not reject. */
  execute: () => Promise<void>;
  queueOrder: number;
};

/**
 * Calls begun in one turn of the event loop. Replaying a function takes the SDK 1–2 ms of mostly uninterrupted work, and
 * the same thread serves the web pages: they are answered between two turns, even when thousands of runs wake together.
 */
const BEGUN_PER_TURN = 4;

type Gate = { active: number; waiting: Heap<QueuedCall> };

/**
 * Executes calls, those of older runs first, at most `maxParallel` at once and at most `max` of each limit. As in Inngest,
 * a limit counts calls that execute, not runs that sleep or wait for a retry. An older run's next call goes before a
 * younger run's first call, so runs under a limit of 1 execute one after the other unless the first sleeps or fails.
 */
export class CallQueue {
  private readonly ready = newHeap();
  private readonly gates = new Map<string, Gate>();
  private parked = 0;
  private queued = 0;
  private scheduled = false;
  private stopped = false;
  running = 0;

  constructor(
    private readonly maxParallel: number,
    private readonly onChange: () => void,
  ) {}

  /** How many calls wait for their turn. */
  get waiting(): number {
    return this.ready.size + this.parked;
  }

  /** Queues a call. It executes after the caller's turn of the event loop at the earliest. */
  push(call: Omit<QueuedCall, 'queueOrder'>): void {
    if (this.stopped) return;
    this.ready.push({ ...call, queueOrder: this.queued++ });
    this.schedule();
  }

  /** Executes no further call and forgets those that wait. */
  stop(): void {
    this.stopped = true;
    this.ready.clear();
    this.gates.clear();
    this.parked = 0;
  }

  private schedule(): void {
    if (this.scheduled || this.stopped) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.pump();
    });
  }

  private pump(): void {
    let begun = 0;
    while (this.running < this.maxParallel && begun < BEGUN_PER_TURN) {
      const call = this.ready.pop();
      if (!call) break;
      const full = call.limits.find((limit) => this.gate(limit.key).active >= limit.max);
      if (!full) {
        begun += 1;
        void this.execute(call);
        continue;
      }
      this.gate(full.key).waiting.push(call);
      this.parked += 1;
      // This call does not execute yet, so a call that waits for another of its limits may.
      this.unpark(call.limits.filter((limit) => limit !== full));
    }
    if (this.ready.size > 0 && this.running < this.maxParallel) this.schedule();
    this.onChange();
  }

  private async execute(call: QueuedCall): Promise<void> {
    this.running += 1;
    for (const limit of call.limits) this.gate(limit.key).active += 1;
    await call.execute();
    this.running -= 1;
    for (const limit of call.limits) this.gate(limit.key).active -= 1;
    if (this.stopped) return this.onChange();
    this.unpark(call.limits);
    this.schedule();
  }

  private gate(key: string): Gate {
    let gate = this.gates.get(key);
    if (!gate) {
      gate = { active: 0, waiting: newHeap() };
      this.gates.set(key, gate);
    }
    return gate;
  }

  private unpark(limits: readonly CallLimit[]): void {
    for (const { key, max } of limits) {
      const gate = this.gate(key);
      const next = gate.active < max ? gate.waiting.pop() : undefined;
      if (next) {
        this.parked -= 1;
        this.ready.push(next);
      } else if (gate.active === 0 && gate.waiting.size === 0) {
        this.gates.delete(key);
      }
    }
  }
}

function newHeap(): Heap<QueuedCall> {
  return new Heap((a, b) => {
    if (a.urgent !== b.urgent) return a.urgent;
    return a.runOrder === b.runOrder ? a.queueOrder < b.queueOrder : a.runOrder < b.runOrder;
  });
}
