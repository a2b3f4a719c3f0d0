import type { Bot } from '@/sandbox/bots/bot';
import type { Life } from './life';
import { HOUR, MINUTE } from './stage';
import type { Meeting } from './truth';

/** A bot stays in a meeting that moves by less. */
const SAME_MEETING = 5 * MINUTE;

const clock = (ms: number) => new Date(ms).toISOString().slice(5, 16);
const named = (meeting: Meeting) =>
  `“${meeting.title}” ${clock(meeting.start)}–${new Date(meeting.end).toISOString().slice(11, 16)}`;

function stoppedAt(bot: Bot): number | null {
  const stop = bot.history.find(({ step }) => step === 'bot.stopped');
  return stop ? Date.parse(stop.at) : null;
}

/** Returns whether the app has recalled a bot. */
function wasRecalled(life: Life, bot: Bot): boolean {
  return life.stage.sandbox.world.log
    .list({ kind: 'bots', path: `${bot.id}/remove_bot` })
    .some(({ status }) => status === 200);
}

const isActive = (bot: Bot) => stoppedAt(bot) === null;

/** Checks what must hold at every moment, and what must hold whenever all mishaps have ended. */
export async function checkNow(life: Life): Promise<void> {
  for (const app of life.stage.apps) if (app.crashed) throw new Error(`A PROCESS CRASHED: ${app.crashed}.`);
  const active = [...life.stage.sandbox.world.bots.values()].filter(isActive);
  await neverTwo(life, active);
  neverAtOnce(life);
  oneRequestAKey(life);
  const meetings = life.meetings();
  // Always: a verdict records that a bot was wanted once, which may stay later.
  for (const meeting of meetings) life.overrides.verdict(meeting);
  const rows = await bookingsOf(life);
  neverTooEarly(life, rows, meetings);
  if (!life.calm.isAt(life.nowMs)) return;
  for (const meeting of meetings) expectBot(life, meeting, meetings, rows);
  for (const bot of active) expectMeeting(life, bot, meetings);
  oneBotALink(life, active, meetings, rows);
  await rowsAgree(life, active);
}

/** What the app has stored of a bot: its meeting's name, if it still has one, and that meeting's times. */
type Booking = { id: string; key: string | null; start: number; end: number; handedOverTo: string | null };
type Bookings = Map<string, Booking>;

/** Returns the app's rows of the bots at the provider, by the app's ids. */
async function bookingsOf(life: Life): Promise<Bookings> {
  const ids = [...life.stage.sandbox.world.bots.values()].map(idOf);
  if (ids.length === 0) return new Map();
  const { rows } = await life.stage.sql.query(
    `SELECT b."id", b."meetingStart", b."meetingEnd", b."handedOverTo",
            o."originalStart", e."googleEventId", e."kind"
       FROM "ScheduledBot" b LEFT JOIN "Occurrence" o ON o."id" = b."occurrenceId"
       LEFT JOIN "Event" e ON e."id" = o."eventId" WHERE b."id" = ANY($1)`,
    [ids],
  );
  return new Map(
    rows.map((row): [string, Booking] => {
      const key = row.googleEventId ? life.names.ofStored(row) : null;
      const { id, meetingStart, meetingEnd, handedOverTo } = row;
      return [id, { id, key, start: +meetingStart, end: +meetingEnd, handedOverTo }];
    }),
  );
}

const idOf = (bot: Bot) => bot.customAttributes.usher_bot_id ?? '';
const enteredAt = (bot: Bot) => {
  const entered = bot.history.find(({ step }) => step === 'bot.inmeeting' || step === 'bot.recording');
  return entered ? Date.parse(entered.at) : null;
};

/** Checks that a bot that left for the next meeting left when that one's was in, and not before its own meeting's end. */
function neverTooEarly(life: Life, rows: Bookings, meetings: Meeting[]): void {
  const bots = [...life.stage.sandbox.world.bots.values()];
  for (const bot of bots) {
    const row = rows.get(idOf(bot));
    if (!row?.handedOverTo || life.handedOver.has(row.id)) continue;
    const call = life.stage.sandbox.world.log
      .list({ kind: 'bots', path: `${bot.id}/remove_bot` })
      .find(({ status }) => status === 200);
    if (!call) continue;
    life.handedOver.add(row.id);
    const toldAt = Date.parse(call.at);
    const next = bots.find((other) => idOf(other) === row.handedOverTo);
    const entered = next && enteredAt(next);
    if (!entered || entered > toldAt)
      throw new Error(`RECALLED BEFORE THE NEXT ONE IS IN: ${row.id} at ${clock(toldAt)}.`);
    const own = meetings.find(({ key }) => key === row.key);
    if (own && own.end > toldAt && life.calm.isAt(life.nowMs))
      throw new Error(`RECALLED BEFORE ITS MEETING ENDED: ${row.id} from ${named(own)} at ${clock(toldAt)}.`);
  }
}

async function neverTwo(life: Life, active: Bot[]): Promise<void> {
  if (active.length < 2) return;
  const ids = active.map((bot) => bot.customAttributes.usher_bot_id);
  const { rows } = await life.stage.sql.query(
    'SELECT "id", "occurrenceId" FROM "ScheduledBot" WHERE "id" = ANY($1)',
    [ids],
  );
  const occupied = new Map<string, string>();
  for (const row of rows as { id: string; occurrenceId: string | null }[]) {
    if (!row.occurrenceId) continue;
    const other = occupied.get(row.occurrenceId);
    if (other) throw new Error(`TWO BOTS are at the provider for one occurrence: ${other} and ${row.id}.`);
    occupied.set(row.occurrenceId, row.id);
  }
  if (new Set(ids).size < ids.length) throw new Error('TWO BOTS of one row are at the provider.');
}

/** Checks that the app's status of a bot is its provider's. */
async function rowsAgree(life: Life, active: Bot[]): Promise<void> {
  const recording = active.filter((bot) => bot.step === 'bot.recording');
  if (recording.length === 0) return;
  const { rows } = await life.stage.sql.query(
    'SELECT "id", "status" FROM "ScheduledBot" WHERE "id" = ANY($1)',
    [recording.map((bot) => bot.customAttributes.usher_bot_id)],
  );
  for (const { id, status } of rows as { id: string; status: string }[])
    if (status !== 'Recording') throw new Error(`WRONG STATUS: ${id} is ${status}, its bot is recording.`);
}

/** Checks that one process at a time asks the provider for a bot. */
function neverAtOnce(life: Life): void {
  const calls = life.stage.sandbox.world.log.list({ kind: 'bots', since: life.lastCall });
  life.lastCall = calls.at(-1)?.id ?? life.lastCall;
  // A call that was held is logged when it is released.
  if (life.releasedAt === life.nowMs) return;
  // A bot is asked for once more when its provider, which has refused the key of the installation, accepts it at that very time.
  const asked = calls.flatMap(({ path, at, status, idempotencyKey: key }) =>
    path.includes('create_bot') ? `${at} ${key}${status === 401 ? ' (refused)' : ''}` : [],
  );
  const twice = asked.find((one, index) => asked.indexOf(one) !== index);
  if (twice) throw new Error(`REQUESTED TWICE AT ONCE: ${twice}.`);
}

/** Checks that the provider is never asked with one key for two things, also when it does not answer. */
function oneRequestAKey(life: Life): void {
  const requests = new Map<string, string>();
  for (const call of life.stage.sandbox.world.log.list({ kind: 'bots', path: 'create_bot' })) {
    const { idempotencyKey: key = '', body } = call;
    const request = JSON.stringify(body);
    const earlier = requests.get(key) ?? request;
    if (earlier !== request) throw new Error(`ONE KEY WITH TWO REQUESTS: ${key}: ${earlier} and ${request}.`);
    requests.set(key, request);
  }
}

/** How soon a bot leaves for the next meeting, after that one's is in and its own meeting has ended. */
const HAND_OVER = 4 * MINUTE;

/**
 * Checks that each link has one bot. Of meetings that follow each other two bots may overlap: bots join a minute early, and
 * the first stays until the second is in.
 */
function oneBotALink(life: Life, active: Bot[], meetings: Meeting[], rows: Bookings): void {
  const settled = active.filter((bot) => Date.parse(bot.createdAt) < life.nowMs - 4 * MINUTE);
  for (const bot of settled) {
    for (const other of settled) {
      if (other === bot || other.meetingLink !== bot.meetingLink) continue;
      const [first, second] = [rows.get(idOf(bot)), rows.get(idOf(other))];
      const follows = first && second && isLater({ ...second, sentAt: Date.parse(other.createdAt) }, first);
      const precedes = first && second && isLater({ ...first, sentAt: Date.parse(bot.createdAt) }, second);
      if (!follows && !precedes)
        throw new Error(`TWO BOTS AT A LINK: ${bot.meetingLink} at ${clock(life.nowMs)}.`);
      if (follows)
        expectHandOver(
          life,
          first,
          { ...second, link: other.meetingLink, entered: enteredAt(other) },
          meetings,
        );
    }
  }
}

/** Returns whether a bot's meeting begins when another one has ended, or is one at the same time whose bot was sent after that. */
function isLater(one: Booking & { sentAt: number }, other: Booking): boolean {
  return one.start >= other.end || one.sentAt >= other.end;
}

function expectHandOver(
  life: Life,
  first: Booking,
  second: Booking & { link: string; entered: number | null },
  meetings: Meeting[],
) {
  if (second.entered === null || life.nowMs < second.entered + HAND_OVER) return;
  // The first may also be there for a meeting that shares the link with its own.
  const isItsOwn = ({ key, link, start, end }: Meeting) =>
    key === first.key || (link === second.link && start < first.end && end > first.start);
  const goesOn = meetings.some((meeting) => isItsOwn(meeting) && meeting.end > life.nowMs - HAND_OVER);
  if (!goesOn) throw new Error(`NOT HANDED OVER: ${first.id} to ${second.id} at ${clock(life.nowMs)}.`);
}

function expectBot(life: Life, meeting: Meeting, meetings: Meeting[], rows: Bookings): void {
  if (life.overrides.verdict(meeting) !== 'must') return;
  const { joinOffset } = life.overrides.ofMeeting(meeting.key);
  // A shared link's bot may be another meeting's, which joins when that meeting's bot is due.
  const sharing = meetings.filter(
    ({ link, start, end }) => link === meeting.link && start < meeting.end && end > meeting.start,
  );
  const due = Math.max(
    ...sharing.map(({ key, start }) => start + Math.max(0, life.overrides.ofMeeting(key).joinOffset)),
  );
  if (life.nowMs < due || life.nowMs >= meeting.end) return;
  const { world } = life.stage.sandbox;
  const since = meeting.start - 20 * MINUTE + Math.min(0, joinOffset);
  // A bot of the meeting before, at the same link, is not this one's.
  const isOfThese = (bot: Bot) => {
    const row = rows.get(idOf(bot));
    if (!row || row.key === null) return true;
    return sharing.some(({ key }) => key === row.key) || (row.start < meeting.end && row.end > meeting.start);
  };
  const bots = [...world.bots.values()].filter((bot) => bot.meetingLink === meeting.link && isOfThese(bot));
  const was = bots.some((bot) => {
    const stopped = stoppedAt(bot);
    return stopped === null || (stopped >= since && !wasRecalled(life, bot));
  });
  if (was) return;
  const wasRefused = world.log.list({ kind: 'bots', path: 'create_bot' }).some(({ at, status, body }) => {
    const { meeting_link: link } = (body ?? {}) as { meeting_link?: string };
    return status === 400 && link === meeting.link && Date.parse(at) >= since;
  });
  if (!wasRefused) throw new Error(`NO BOT at ${named(meeting)} at ${clock(life.nowMs)}.`);
}

function expectMeeting(life: Life, bot: Bot, meetings: Meeting[]): void {
  const created = Date.parse(bot.createdAt);
  const isRight = meetings.some((meeting) => {
    if (meeting.link !== bot.meetingLink || life.overrides.verdict(meeting) === 'never') return false;
    const early = SAME_MEETING + MINUTE - Math.min(0, life.overrides.ofMeeting(meeting.key).joinOffset);
    if (life.nowMs < meeting.start - early) return false;
    return life.nowMs < meeting.end || (created >= meeting.start - early - HOUR && created <= meeting.end);
  });
  if (!isRight) {
    const { usher_bot_id: id } = bot.customAttributes;
    throw new Error(
      `A BOT IS WHERE NONE SHOULD BE: ${id} in ${bot.meetingLink} since ${clock(created)}, at ${clock(life.nowMs)}.`,
    );
  }
}

const ACTIVE = ['Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving'];

type BotRow = {
  id: string;
  status: string;
  title: string;
  joinAt: Date;
  providerBotId: string | null;
  meetingEnd: Date;
};

type Facts = { status?: string | null; joinAt?: string | null } | null;
type Entry = { action: string; actor: string; cause: string | null; before: Facts; after: Facts };

/** Checks that rows and provider agree after a quiet day, and that the activity explains each row. */
export async function checkAtEnd(life: Life): Promise<void> {
  const { sql, sandbox } = life.stage;
  await expectOneAccount(life);
  const bots = (await sql.query('SELECT * FROM "ScheduledBot" ORDER BY "createdAt", "id"')).rows as BotRow[];
  for (const row of bots) {
    const bot = sandbox.world.bots.get(row.providerBotId ?? '');
    if (ACTIVE.includes(row.status) && !(bot && isActive(bot)))
      throw new Error(`ROW WITHOUT A BOT: ${row.id} (“${row.title}”) is ${row.status}.`);
    if (row.status === 'Scheduled' && +row.meetingEnd < life.nowMs)
      throw new Error(`FORGOTTEN: ${row.id} (“${row.title}”) is still Scheduled.`);
    await expectExplained(life, row);
  }
}

/** Checks that the app knows one person, with one account, whatever addresses that has had. */
export async function expectOneAccount(life: Life): Promise<void> {
  const { rows } = await life.stage.sql.query(
    `SELECT u."email" AS "user", c."accountEmail" AS "account"
       FROM "User" AS u LEFT JOIN "CalendarConnection" AS c ON c."userId" = u."id"`,
  );
  if (rows.length !== 1) throw new Error(`TWO ACCOUNTS of one person: ${JSON.stringify(rows)}.`);
}

/** Checks that the entries of a bot's timeline lead to its row's status and join time. */
async function expectExplained(life: Life, row: BotRow): Promise<void> {
  const { rows } = await life.stage.sql.query(
    'SELECT "action", "actor", "cause", "before", "after" FROM "ActivityEntry" WHERE "botId" = $1 ORDER BY "id"',
    [row.id],
  );
  const entries = rows as Entry[];
  const timeline = entries.map(
    ({ action, cause, before, after }) =>
      `${action} (${cause}): ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );
  const unexplained = (what: string) =>
    new Error(
      `UNEXPLAINED ${what}: ${row.id} (“${row.title}”) is ${row.status}, joins ${row.joinAt.toISOString()}.\n  ${timeline.join('\n  ')}`,
    );
  let status: string | null = null;
  let joinAt: string | null = null;
  for (const { action, after } of entries) {
    if (action === 'bot.status' && after?.status === status)
      throw new Error(`TOLD TWICE: ${row.id} (“${row.title}”) is ${status}.\n  ${timeline.join('\n  ')}`);
    status = after?.status ?? MEANS[action] ?? status;
    joinAt = after?.joinAt ?? joinAt;
  }
  // Claimed, and no answer yet: both are recorded together.
  const isClaimed = row.status === 'Joining' && status === 'Scheduled';
  if (status !== row.status && !isClaimed) throw unexplained('status');
  if (joinAt !== row.joinAt.toISOString()) throw unexplained('join time');
}

/** The status that an entry without one means. */
const MEANS: Record<string, string> = {
  'bot.scheduled': 'Scheduled',
  'bot.sent': 'Joining',
  'bot.unscheduled': 'Cancelled',
  'bot.cancelled': 'Cancelled',
  'bot.missed': 'Missed',
  'bot.failed': 'Error',
};
