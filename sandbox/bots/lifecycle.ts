import type { World } from '../world';
import {
  type Bot,
  delayBefore,
  hasStopped,
  nextStep,
  STEPS,
  type Step,
  type StopReason,
  statusAfter,
} from './bot';
import { sendWebhooks } from './webhooks';

/** Node's timers hold at most 2^31 − 1 ms; a longer wait is split. */
const LONGEST_TIMER_MS = 2_000_000_000;

/** Moves bots through their steps: automatically after short delays, on request, or out of the meeting at once. */
export class Lifecycle {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly sending = new Map<string, Promise<void>>();
  private closed = false;

  constructor(
    private readonly world: World,
    private readonly saveSoon: () => void,
  ) {}

  /** Arms a bot's next step, if it moves automatically. */
  arm(bot: Bot): void {
    clearTimeout(this.timers.get(bot.id));
    this.timers.delete(bot.id);
    const step = nextStep(bot);
    const { auto, speed } = this.world.settings.bots;
    if (!step || !(bot.auto ?? auto) || this.closed) {
      bot.nextAtMs = undefined;
      return;
    }
    const nowMs = this.world.now().getTime();
    bot.nextAtMs ??= nowMs + delayBefore(step, bot, nowMs, speed);
    const wait = Math.max(0, bot.nextAtMs - nowMs);
    const timer = setTimeout(
      () => (wait > LONGEST_TIMER_MS ? this.arm(bot) : this.take(bot, step)),
      Math.min(wait, LONGEST_TIMER_MS),
    );
    this.timers.set(bot.id, timer);
  }

  /** Arms all bots, after the start and when the switch changes. */
  armAll(): void {
    for (const bot of this.world.bots.values()) this.arm(bot);
  }

  /** Takes the next step now, or all steps up to and including `to`. A reason is for `bot.stopped`. */
  advance(bot: Bot, to?: Step, reason?: StopReason): Bot {
    if (to === 'bot.stopped' && reason && reason !== 'Stopped') {
      // It was not let in, was removed, or failed, so it takes none of the steps before the end.
      if (!hasStopped(bot)) this.take(bot, to, reason);
      return bot;
    }
    const target = to ?? nextStep(bot);
    for (let step = nextStep(bot); step && target; step = nextStep(bot)) {
      if (STEPS.indexOf(step) > STEPS.indexOf(target)) break;
      this.take(bot, step, reason);
    }
    return bot;
  }

  /** Makes a bot leave: takes `bot.leaving` and `bot.stopped` at once; processing follows. */
  leave(bot: Bot): void {
    if (hasStopped(bot)) return;
    if (bot.step !== 'bot.leaving') this.take(bot, 'bot.leaving');
    this.take(bot, 'bot.stopped');
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private take(bot: Bot, step: Step, reason?: StopReason): void {
    // A reset may have removed the bot while its timer was running.
    if (this.closed || !this.world.bots.has(bot.id)) return;
    const before = { ...bot };
    bot.step = step;
    bot.status = step === 'bot.stopped' && reason ? reason : statusAfter(bot, step);
    bot.history.push({ step, status: bot.status, at: this.world.now().toISOString() });
    bot.nextAtMs = undefined;
    const taken = { step, before, after: { ...bot } };
    const isGone = () => this.closed || !this.world.bots.has(bot.id);
    // One after the other, so that a retried webhook still arrives before the next one.
    const earlier = this.sending.get(bot.id) ?? Promise.resolve();
    this.sending.set(
      bot.id,
      earlier.then(() => sendWebhooks(this.world, taken, isGone)),
    );
    this.arm(bot);
    this.saveSoon();
  }
}
