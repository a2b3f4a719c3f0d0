import { type Bot, hasStopped, type LeaveReason } from '../bots/bot';
import { DAY_MS } from '../google/time';
import type { World } from '../world';
import { hastened, leaveRulesOf, leavingOf, type Stay } from './leave-rules';
import { roomOf } from './room-of';
import { unplannedVisit, type Visit, visitsOf } from './visits';

/** The meeting rooms behind the links: who is in them, and when a bot that is in one leaves by its own rules. */
export class Rooms {
  private readonly botsByRoom = new Map<string, Set<string>>();
  private readonly roomByLink = new Map<string, string>();

  constructor(private readonly world: World) {}

  roomOf(bot: Bot): string {
    let room = this.roomByLink.get(bot.meetingLink);
    if (room === undefined) {
      room = roomOf(bot.meetingLink);
      if (this.roomByLink.size > 10_000) this.roomByLink.clear();
      this.roomByLink.set(bot.meetingLink, room);
    }
    return room;
  }

  /** Remembers which room a bot goes to. */
  add(bot: Bot): void {
    const room = this.roomOf(bot);
    this.botsByRoom.set(room, (this.botsByRoom.get(room) ?? new Set()).add(bot.id));
  }

  /** Returns the other bots that go, or went, to the room of a bot. */
  othersOf(bot: Bot): Bot[] {
    const ids = this.botsByRoom.get(this.roomOf(bot)) ?? new Set();
    return [...ids]
      .filter((id) => id !== bot.id)
      .map((id) => this.world.bots.get(id))
      .filter((other) => other !== undefined);
  }

  /** Returns when a bot in a room leaves and why, as things stand; null when it stays until it is told to leave. */
  leavingOf(bot: Bot): { atMs: number; reason: LeaveReason } | null {
    const admittedMs = enteredMs(bot);
    if (admittedMs === undefined) return null;
    const people = this.visits(bot, admittedMs).filter(({ people }) => people > 0);
    const bots = this.othersOf(bot)
      .map(stayOf)
      .filter((stay) => stay !== null);
    const rules = hastened(leaveRulesOf(bot), this.world.settings.bots.speed);
    return leavingOf(
      rules,
      [...people.map(({ fromMs, untilMs }) => ({ fromMs, untilMs })), ...bots],
      admittedMs,
    );
  }

  /** Returns when a bot gives up in the waiting room; null when it is let in. */
  waitingEndsOf(bot: Bot): number | null {
    const waits = bot.history.find(({ step }) => step === 'bot.in_waiting_room');
    if (!waits) return null;
    const sinceMs = Date.parse(waits.at);
    const nowMs = this.world.now().getTime();
    const meeting = this.visits(bot, sinceMs).find(
      ({ fromMs, untilMs, noOneAdmits }) => noOneAdmits && fromMs - DAY_MS / 96 < nowMs && untilMs > sinceMs,
    );
    if (!meeting) return null;
    return sinceMs + hastened(leaveRulesOf(bot), this.world.settings.bots.speed).waitingRoomMs;
  }

  /** Returns who visits a bot's room from some hours before a time to the days after it. */
  private visits(bot: Bot, sinceMs: number): Visit[] {
    const window = { fromMs: sinceMs - DAY_MS, toMs: sinceMs + 2 * DAY_MS };
    const found = visitsOf(this.world, this.roomOf(bot), window);
    const isPlanned = found.some(
      ({ fromMs, untilMs }) => untilMs > sinceMs && fromMs < sinceMs + DAY_MS / 24,
    );
    return isPlanned || this.world.guests.has(this.roomOf(bot)) ? found : [...found, unplannedVisit(sinceMs)];
  }

  /** Returns the rooms that bots are in or on their way to, for people. */
  list(): object[] {
    const nowMs = this.world.now().getTime();
    const bots = [...this.world.bots.values()].filter((bot) => bot.step !== undefined && !hasStopped(bot));
    const rooms = new Map<string, Bot[]>();
    for (const bot of bots) rooms.set(this.roomOf(bot), [...(rooms.get(this.roomOf(bot)) ?? []), bot]);
    return [...rooms].map(([room, inside]) => ({
      room,
      people: this.peopleIn(inside[0] as Bot, nowMs),
      bots: inside.map((bot) => {
        const leaving = this.leavingOf(bot);
        const leaves_at = leaving && new Date(leaving.atMs).toISOString();
        return { id: bot.id, name: bot.name, leaves_at, reason: leaving?.reason ?? null };
      }),
    }));
  }

  private peopleIn(bot: Bot, nowMs: number): number {
    const here = this.visits(bot, enteredMs(bot) ?? nowMs).filter(
      ({ fromMs, untilMs }) => fromMs <= nowMs && untilMs > nowMs,
    );
    return here.reduce((sum, { people }) => sum + people, 0);
  }
}

function enteredMs(bot: Bot): number | undefined {
  const entered = bot.history.find(({ step }) => step === 'bot.inmeeting');
  return entered && Date.parse(entered.at);
}

function stayOf(bot: Bot): Stay | null {
  const fromMs = enteredMs(bot);
  if (fromMs === undefined) return null;
  const left = bot.history.find(({ step }) => step === 'bot.stopped');
  return { fromMs, untilMs: left ? Date.parse(left.at) : Number.POSITIVE_INFINITY, botName: bot.name };
}
