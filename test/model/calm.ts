import type { Fate, MailKind } from './mail';
import { MINUTE } from './stage';

/**
 * Knows from when on everything must be right again. Nothing is checked before: after a mishap the bound that
 * docs/architecture.md ("When something fails") gives for it has to pass without another one.
 */
export class Calm {
  /** From when on everything must be right. */
  from = 0;
  /** When the last thing happened. */
  lastMishap = 0;
  /** Mishaps that go on. */
  readonly lasting = new Set<string>();

  isAt(now: number): boolean {
    return this.lasting.size === 0 && now >= this.from;
  }

  /** Records an event whose effects have ended after so many ms. */
  disturb(now: number, ms: number): void {
    this.from = Math.max(this.from, now + ms);
    this.lastMishap = now;
  }

  /** An edit, an override, a lost or doubled job, a killed process: sweeps run each minute, leases last one. */
  changed(now: number): void {
    this.disturb(now, 4 * MINUTE);
  }

  /** Records a change that no push tells: the poll finds it within 75 min (here the clockwork runs once an hour). */
  lostPush(now: number): void {
    this.disturb(now, 140 * MINUTE);
  }

  /** Records a message that did not arrive as it should. */
  mailMishap(now: number, kind: MailKind, fate: Fate, minutes: number): void {
    if (kind === 'push' && fate === 'lose') this.lostPush(now);
    else this.disturb(now, (fate === 'delay' ? minutes + 4 : kind === 'webhook' ? 8 : 4) * MINUTE);
  }

  /** Google is asked again after 19 min at most (here the clockwork runs once an hour), the provider after one. */
  recovered(now: number, who: 'google' | 'provider'): void {
    this.disturb(now, (who === 'google' ? 85 : 6) * MINUTE);
  }
}
