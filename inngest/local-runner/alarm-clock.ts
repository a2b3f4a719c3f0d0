import { Heap } from './heap';

export type AlarmKind = 'sleep' | 'retry' | 'cron';

export type Alarm = { dueMs: number; kind: AlarmKind; ring: () => void; heapIndex: number };

/**
 * The longest single timer. Node's own limit is 2^31-1 ms, but its timers also run on a clock that stands
 * still while the machine is suspended and does not follow corrections of the wall clock: looking at
 * the wall clock this often keeps a sleep of days as exact as one of seconds.
 */
const LONGEST_TIMER_MS = 15_000;

/**
 * Rings alarms at wall-clock times with one timer and a heap, however many are set. `ring` must not throw.
 */
export class AlarmClock {
  private readonly alarms = new Heap<Alarm>((a, b) => a.dueMs < b.dueMs);
  private readonly counts: Record<AlarmKind, number> = { sleep: 0, retry: 0, cron: 0 };
  private timer: NodeJS.Timeout | undefined;
  private timerDueMs = Number.POSITIVE_INFINITY;
  private stopped = false;

  /** `afterRinging` is called once for all alarms that rang together. */
  constructor(
    private readonly now: () => Date,
    private readonly afterRinging: () => void,
  ) {}

  /** How many alarms of this kind are set. */
  count(kind: AlarmKind): number {
    return this.counts[kind];
  }

  /** Sets an alarm for `dueMs` (epoch milliseconds; a past time rings on the next turn of the event loop, none after `stop`). */
  set(kind: AlarmKind, dueMs: number, ring: () => void): Alarm {
    const alarm: Alarm = { dueMs, kind, ring, heapIndex: -1 };
    if (this.stopped) return alarm;
    this.alarms.push(alarm);
    this.counts[kind] += 1;
    if (dueMs < this.timerDueMs) this.arm();
    return alarm;
  }

  /** Takes an alarm back; one that rang or was taken back already is left alone. */
  cancel(alarm: Alarm): void {
    if (this.alarms.remove(alarm)) this.counts[alarm.kind] -= 1;
  }

  /** No alarm rings any more; all are forgotten. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.alarms.clear();
    for (const kind of ['sleep', 'retry', 'cron'] as const) this.counts[kind] = 0;
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.timerDueMs = Number.POSITIVE_INFINITY;
    const next = this.alarms.peek();
    if (!next || this.stopped) return;
    this.timerDueMs = next.dueMs;
    const waitMs = Math.max(0, next.dueMs - this.now().getTime());
    this.timer = setTimeout(() => this.ringDue(), Math.min(waitMs, LONGEST_TIMER_MS));
  }

  private ringDue(): void {
    const nowMs = this.now().getTime();
    let rang = false;
    for (let next = this.alarms.peek(); next && next.dueMs <= nowMs; next = this.alarms.peek()) {
      this.cancel(next);
      rang = true;
      next.ring();
    }
    this.arm();
    if (rang) this.afterRinging();
  }
}
