import { Rooms } from '../rooms/rooms';
import type { World } from '../world';
import {
  type Bot,
  delayBefore,
  hasStopped,
  type LeaveReason,
  nextStep,
  STEPS,
  type Step,
  type StopReason,
  statusAfter,
} from './bot';
import { sendWebhooks } from './webhooks';

/** Node's timers hold at most 2^31 − 1 ms; a longer wait is split. */
const LONGEST_TIMER_MS = 2_000_000_000;
/** Changes of rooms are looked at together after so long. */
const ROOM_CHANGES_MS = 20;

type Move = { step: Step; atMs: number; reason?: StopReason; leaveReason?: LeaveReason };

/**
 * Moves bots through their steps: automatically after short delays, on request, or out of the meeting at once. A bot stays
 * in its meeting until its own rules make it leave, or it is told to.
 */
export class Lifecycle {
  readonly rooms: Rooms;
  private changed: NodeJS.Timeout | undefined;
  private changedRooms: Set<string> | 'all' = new Set();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly sending = new Map<string, Promise<void>>();
  private closed = false;

  constructor(
    private readonly world: World,
    private readonly saveSoon: () => void,
  ) {
    this.rooms = new Rooms(world);
  }

  /** Arms a bot's next step, if it moves automatically. */
  arm(bot: Bot): void {
    clearTimeout(this.timers.get(bot.id));
    this.timers.delete(bot.id);
    this.rooms.add(bot);
    const isAutomatic = !this.closed && (bot.auto ?? this.world.settings.bots.auto);
    const move = isAutomatic ? this.nextMove(bot) : undefined;
    bot.nextAtMs = move?.atMs;
    if (!move) return;
    const wait = Math.max(0, move.atMs - this.world.now().getTime());
    const timer = setTimeout(
      () => (wait > LONGEST_TIMER_MS ? this.arm(bot) : this.make(bot, move)),
      Math.min(wait, LONGEST_TIMER_MS),
    );
    this.timers.set(bot.id, timer);
  }

  /**
   * Arms bots in meetings anew, soon: someone comes to a room or goes, or a calendar says something else.
   * @param room the one that has changed; by default all
   */
  roomsChanged(room?: string): void {
    if (this.closed) return;
    if (room === undefined) this.changedRooms = 'all';
    else if (this.changedRooms !== 'all') this.changedRooms.add(room);
    this.changed ??= setTimeout(() => {
      const rooms = this.changedRooms;
      this.changed = undefined;
      this.changedRooms = new Set();
      const isChanged = (bot: Bot) => rooms === 'all' || rooms.has(this.rooms.roomOf(bot));
      for (const bot of this.world.bots.values()) if (isInRoom(bot) && isChanged(bot)) this.arm(bot);
    }, ROOM_CHANGES_MS);
  }

  /** Makes the bots leave whose own rules have told them to by now: for tests that move the clock. */
  leaveWhenDue(): Bot[] {
    const nowMs = this.world.now().getTime();
    const gone: Bot[] = [];
    for (;;) {
      const due = [...this.world.bots.values()].filter(isInRoom).flatMap((bot) => {
        const move = this.nextMove(bot);
        const isLeaving = move?.step === 'bot.leaving' || move?.step === 'bot.stopped';
        return isLeaving && move.atMs <= nowMs ? [{ bot, move }] : [];
      });
      const [next] = due.sort((one, other) => one.move.atMs - other.move.atMs);
      if (!next) return gone;
      this.make(next.bot, next.move);
      if (!hasStopped(next.bot)) this.take(next.bot, 'bot.stopped');
      gone.push(next.bot);
    }
  }

  private nextMove(bot: Bot): Move | undefined {
    const step = nextStep(bot);
    if (!step) return undefined;
    if (step === 'bot.leaving') {
      const leaving = this.rooms.leavingOf(bot);
      return leaving ? { step, atMs: leaving.atMs, leaveReason: leaving.reason } : undefined;
    }
    const givesUpAtMs = step === 'bot.inmeeting' ? this.rooms.waitingEndsOf(bot) : null;
    if (givesUpAtMs !== null) return { step: 'bot.stopped', atMs: givesUpAtMs, reason: 'NotAllowed' };
    const nowMs = this.world.now().getTime();
    const soonMs = nowMs + delayBefore(step, bot, nowMs, this.world.settings.bots.speed);
    return { step, atMs: Math.min(bot.nextAtMs ?? soonMs, soonMs) };
  }

  private make(bot: Bot, move: Move): void {
    bot.leaveReason = move.leaveReason;
    this.take(bot, move.step, move.reason);
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
    clearTimeout(this.changed);
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
    if (step === 'bot.inmeeting' || step === 'bot.stopped') this.roomsChanged(this.rooms.roomOf(bot));
    this.saveSoon();
  }
}

/** Returns whether a bot waits at the door of its room or is in it. */
function isInRoom(bot: Bot): boolean {
  return (
    bot.step !== undefined && bot.step !== 'bot.joining' && bot.step !== 'bot.leaving' && !hasStopped(bot)
  );
}
