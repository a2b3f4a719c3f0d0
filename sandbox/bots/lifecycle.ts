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
import { sendWebhook } from './webhooks';

/** Node's timers hold at most 2^31 − 1 ms; a longer wait is taken in parts. */
const LONGEST_TIMER_MS = 2_000_000_000;

/** Moves bots through their steps: by themselves on short delays, or by hand, or straight out of the meeting. */
export class Lifecycle {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly sending = new Map<string, Promise<void>>();
  private closed = false;

  constructor(
    private readonly world: World,
    private readonly saveSoon: () => void,
  ) {}

  /** Arms the next step of a bot, when it shall move by itself. */
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

  /** Arms all bots, after a start or when the switch changed. */
  armAll(): void {
    for (const bot of this.world.bots.values()) this.arm(bot);
  }

  /** Takes the next step now, or all steps up to and including `to`. A reason is for `bot.stopped`. */
  advance(bot: Bot, to?: Step, reason?: StopReason): Bot {
    if (to === 'bot.stopped' && reason && reason !== 'Stopped') {
      // Refused at the door: there is no way through the meeting.
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

  /** Makes a bot leave: `bot.leaving` and `bot.stopped` at once, processing after that. */
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
    // A reset may have taken the bot away while its timer was running.
    if (this.closed || !this.world.bots.has(bot.id)) return;
    const old = { ...bot };
    bot.step = step;
    bot.status = step === 'bot.stopped' && reason ? reason : statusAfter(bot, step);
    bot.history.push({ step, status: bot.status, at: this.world.now().toISOString() });
    bot.nextAtMs = undefined;
    const snapshot = { ...bot };
    const isGone = () => this.closed || !this.world.bots.has(bot.id);
    // One after the other, so that a retried delivery is not overtaken by its successor.
    const earlier = this.sending.get(bot.id) ?? Promise.resolve();
    this.sending.set(
      bot.id,
      earlier.then(() => sendWebhook(this.world, snapshot, old, step, isGone)),
    );
    this.arm(bot);
    this.saveSoon();
  }
}
