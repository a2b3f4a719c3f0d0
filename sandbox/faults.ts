import { randomUUID } from 'node:crypto';

export type FaultMatch = { path?: string; method?: string; user?: string; calendar?: string };

export type FaultEffect = {
  /** Answer with this status; `reason` as Google names it (rateLimitExceeded, forbidden, fullSyncRequired, …). */
  status?: number;
  reason?: string;
  retryAfterSeconds?: number;
  /** Write Retry-After as an HTTP date. */
  retryAfterAsDate?: boolean;
  /** Wait before anything else. */
  delayMs?: number;
  /** Close the connection without an answer. */
  cutConnection?: boolean;
  /** Answer 200 with a page of HTML, as a proxy in between may. */
  garbage?: boolean;
  /** The token endpoint answers invalid_grant. */
  invalidGrant?: boolean;
  /** Do the work first and then answer wrongly, as when an answer is lost. */
  afterWork?: boolean;
  /** Hold the request until the rule is removed: the other side takes as long as it likes. */
  hold?: boolean;
};

export type Fault = {
  id: string;
  match: FaultMatch;
  /** How many matching requests pass first. */
  skip?: number | undefined;
  /** How many more times the rule applies; absent = until it is removed. */
  times?: number | undefined;
  /** 0–1; absent = always. */
  probability?: number | undefined;
  effect: FaultEffect;
  hits: number;
  /** How many requests are held. */
  holding: number;
};

/** The fault rules. The first rule that matches a request applies to it. */
export class Faults {
  rules: Fault[] = [];
  private readonly waiting = new Map<Fault, (() => void)[]>();

  add(input: Omit<Fault, 'id' | 'hits' | 'holding'>): Fault {
    const fault = { ...input, id: randomUUID().slice(0, 8), hits: 0, holding: 0 };
    this.rules.push(fault);
    return fault;
  }

  remove(id?: string): void {
    const removed = this.rules.filter((rule) => id === undefined || rule.id === id);
    this.rules = this.rules.filter((rule) => !removed.includes(rule));
    for (const rule of removed) for (const release of this.waiting.get(rule) ?? []) release();
  }

  /** Waits until the rule is removed. */
  async held(rule: Fault): Promise<void> {
    // It may have been removed while the work was done.
    if (!this.rules.includes(rule)) return;
    rule.holding += 1;
    await new Promise<void>((release) => {
      this.waiting.set(rule, [...(this.waiting.get(rule) ?? []), release]);
    });
    this.waiting.delete(rule);
  }

  /** Returns the rule for a request and counts it as used; undefined when the request passes. */
  take(request: { method: string; path: string; user?: string | undefined; calendar?: string | undefined }) {
    const rule = this.rules.find(
      ({ match, times, probability }) =>
        times !== 0 &&
        (match.path === undefined || new RegExp(match.path).test(request.path)) &&
        (match.method === undefined || match.method.toUpperCase() === request.method) &&
        (match.user === undefined || match.user === request.user) &&
        (match.calendar === undefined || match.calendar === request.calendar) &&
        (probability === undefined || Math.random() < probability),
    );
    if (!rule) return undefined;
    if (rule.skip) {
      rule.skip -= 1;
      return undefined;
    }
    rule.hits += 1;
    if (rule.times !== undefined) rule.times -= 1;
    return rule;
  }
}
