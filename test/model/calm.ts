import type { Fate, MailKind } from './mail';
import { MINUTE } from './stage';

/**
 * How soon everything must be right again. Nothing is demanded before: after a mishap the bound of its repair, which
 * docs/architecture.md ("When something fails") tells, has to pass without another one.
 */
export class Calm {
  /** From then on all must be right. */
  from = 0;
  /** When something happened last. */
  lastMishap = 0;
  /** Mishaps that last. */
  readonly lasting = new Set<string>();

  isAt(now: number): boolean {
    return this.lasting.size === 0 && now >= this.from;
  }

  /** Something happened whose effects are through after that time. */
  disturb(now: number, ms: number): void {
    this.from = Math.max(this.from, now + ms);
    this.lastMishap = now;
  }

  /** An edit, a wish, a lost or doubled job, a killed process: the sweep is there within a minute, leases end after one. */
  changed(now: number): void {
    this.disturb(now, 4 * MINUTE);
  }

  /** A lost notification is made up by the hourly poll (75 min at most; here the clockwork runs once an hour). */
  mailMishap(now: number, kind: MailKind, fate: Fate, minutes: number): void {
    if (kind === 'push' && fate === 'lose') this.disturb(now, 140 * MINUTE);
    else this.disturb(now, (fate === 'delay' ? minutes + 4 : kind === 'webhook' ? 8 : 4) * MINUTE);
  }

  /** Google is asked again after 19 min at most (here the clockwork runs once an hour), the provider after one. */
  recovered(now: number, who: 'google' | 'provider'): void {
    this.disturb(now, (who === 'google' ? 85 : 6) * MINUTE);
  }
}
