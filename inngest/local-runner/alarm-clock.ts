import { Heap } from './heap';

export type AlarmKind = 'sleep' | 'retry' | 'cron';

type Alarm = { dueMs: number; kind: AlarmKind; ring: () => void };

/**
 * The longest single timer. Node allows 2^31-1 ms, but its timers stop while the machine is suspended, and they do not
 * notice when the time is set. With the time read this often, a sleep of days is as exact as one of seconds.
 */
const LONGEST_TIMER_MS = 1_000;
/** Corrections of the time smaller than this are no jump, in ms. */
const JUMP_MS = 1_000;

/** Rings alarms at given times, with one timer and a heap for all of them. `ring` must not throw. */
export class AlarmClock {
  private readonly alarms = new Heap<Alarm>((a, b) => a.dueMs < b.dueMs);
  private readonly counts: Record<AlarmKind, number> = { sleep: 0, retry: 0, cron: 0 };
  private timer: NodeJS.Timeout | undefined;
  private timerDueMs = Number.POSITIVE_INFINITY;
  private lastMs = Number.NEGATIVE_INFINITY;
  private stopped = false;

  /**
   * @param afterRinging is called once for all alarms that rang together
   * @param afterJumpBack is called when the time has been set back
   */
  constructor(
    private readonly now: () => Date,
    private readonly afterRinging: () => void,
    private readonly afterJumpBack: () => void = () => {},
  ) {}

  /** Returns how many alarms of this kind are set. */
  count(kind: AlarmKind): number {
    return this.counts[kind];
  }

  /**
   * Sets an alarm for `dueMs` (epoch milliseconds). A time that has passed rings on the next turn of the event loop. After
   * `stop` nothing is set.
   */
  set(kind: AlarmKind, dueMs: number, ring: () => void): void {
    if (this.stopped) return;
    this.alarms.push({ dueMs, kind, ring });
    this.counts[kind] += 1;
    if (dueMs < this.timerDueMs) this.startTimer();
  }

  /** Removes all alarms of this kind. */
  clear(kind: AlarmKind): void {
    const others: Alarm[] = [];
    for (let next = this.alarms.pop(); next; next = this.alarms.pop()) {
      if (next.kind !== kind) others.push(next);
    }
    for (const alarm of others) this.alarms.push(alarm);
    this.counts[kind] = 0;
    this.startTimer();
  }

  /** Removes all alarms; none rings any more. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.alarms.clear();
    for (const kind of ['sleep', 'retry', 'cron'] as const) this.counts[kind] = 0;
  }

  private startTimer(): void {
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
    if (nowMs < this.lastMs - JUMP_MS) this.afterJumpBack();
    this.lastMs = nowMs;
    let rang = false;
    for (let next = this.alarms.peek(); next && next.dueMs <= nowMs; next = this.alarms.peek()) {
      this.alarms.pop();
      this.counts[next.kind] -= 1;
      rang = true;
      next.ring();
    }
    this.startTimer();
    if (rang) this.afterRinging();
  }
}
