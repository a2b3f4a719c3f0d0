import type { Bot } from '@/sandbox/bots/bot';
import type { Life, StoredMeeting } from './life';
import type { Outcome } from './processes';
import { HOUR, MINUTE } from './stage';
import type { Step, StepOf } from './steps';
import { calendarsOf, instanceId, keyOf, type Meeting } from './truth';

type Performers = { [Name in Step['do']]: (life: Life, step: StepOf<Name>) => Promise<void> };

/** Has one thing happen, tells it in the story, and notes what it means for what people want. */
export async function perform(life: Life, step: Step): Promise<void> {
  try {
    await (performers[step.do] as (life: Life, step: Step) => Promise<void>)(life, step);
  } catch (error) {
    // An edit that Google's rules forbid, such as splitting twice at one date.
    if (!/^\{"error":/.test((error as Error).message)) throw error;
    life.stage.tell(`Google refuses: ${step.do}`);
  }
}

const pick = <T>(list: T[], index: number): T | undefined => list[index % (list.length || 1)];
const at = (ms: number) => ({ dateTime: new Date(ms).toISOString(), timeZone: 'Europe/Stockholm' });
const clock = (ms: number) => new Date(ms).toISOString().slice(5, 16);

const newRoom = (life: Life) => `https://us02web.zoom.us/j/8${String(life.rooms++).padStart(10, '0')}`;

/** The room of another meeting, or a new one. */
function roomFor(life: Life, step: { event?: number; sharesRoom: boolean }): string {
  const rooms = life.meetings().flatMap((meeting) => meeting.room ?? []);
  return (step.sharesRoom && pick([...new Set(rooms)].sort(), step.event ?? 0)) || newRoom(life);
}

/** An event at Google, and one meeting of it. */
function pickAtGoogle(life: Life, step: { event: number; meeting?: number }) {
  const soon = life.meetings(life.nowMs - HOUR);
  const eventIds = [...new Set(soon.map((meeting) => meeting.eventId))].sort();
  const eventId = pick(eventIds, step.event);
  const meetings = soon.filter((meeting) => meeting.eventId === eventId).slice(0, 6);
  const meeting = pick(meetings, step.meeting ?? 0);
  return meeting && { meeting, ...whereIs(life, meeting) };
}

function whereIs(life: Life, meeting: Meeting) {
  const calendar = calendarsOf(life.stage.sandbox.world, life.email).find((one) =>
    one.events.get(meeting.eventId),
  );
  const path = `/calendars/${encodeURIComponent(calendar?.id ?? '')}/events`;
  const isSeries = meeting.key !== meeting.eventId;
  const instance = instanceId(meeting.key);
  return { path, isSeries, instance };
}

/** An occurrence the app shows. */
async function pickStored(life: Life, step: { event: number; meeting?: number }) {
  const rows = await life.storedMeetings();
  const eventIds = [...new Set(rows.map((row) => row.eventId))];
  const eventId = pick(eventIds, step.event);
  return pick(rows.filter((row) => row.eventId === eventId).slice(0, 6), step.meeting ?? 0);
}

const describe = (row: StoredMeeting) => `“${row.title}” of ${clock(+row.originalStart)}`;

/** Asks the app, and tells how it answered. @returns undefined when it refused */
async function ask<T>(
  life: Life,
  words: string,
  run: () => Promise<Outcome | 'held'>,
): Promise<T | 'unknown' | undefined> {
  const outcome = await run();
  life.calm.changed(life.nowMs);
  if (outcome !== 'held' && outcome.refused) {
    life.stage.tell(`${words}: refused, ${outcome.refused.code}`);
    return undefined;
  }
  if (outcome === 'held' || outcome.died || outcome.broken) {
    life.stage.tell(`${words}: no answer`);
    return 'unknown';
  }
  life.stage.tell(words);
  return outcome.value as T;
}

/** The bots of these ids' meetings. */
async function keysOfBots(life: Life, botIds: string[]): Promise<string[]> {
  const { rows } = await life.stage.sql.query(
    `SELECT e."googleEventId", e."kind", o."originalStart" FROM "ScheduledBot" AS b
       JOIN "Occurrence" AS o ON o."id" = b."occurrenceId" JOIN "Event" AS e ON e."id" = o."eventId"
      WHERE b."id" = ANY($1)`,
    [botIds],
  );
  return (rows as StoredMeeting[]).map((row) => life.keyOfStored(row));
}

async function storedBots(life: Life): Promise<{ id: string; title: string; meetingStart: Date }[]> {
  const { rows } = await life.stage.sql.query(
    `SELECT "id", "title", "meetingStart" FROM "ScheduledBot" WHERE "status" = 'Scheduled' ORDER BY "joinAt", "id"`,
  );
  return rows;
}

function forgetByHand(life: Life, eventId: string, from = Number.NEGATIVE_INFINITY): void {
  for (const key of life.wishes.keysOf(eventId)) {
    const original = Date.parse(key.split('@')[1] ?? '');
    if (!(original < from)) {
      const { override } = life.wishes.ofMeeting(key);
      life.wishes.setMeeting(key, { byHand: false, override: override === 'always' ? null : override });
    }
  }
}

function isNever(series: { override: unknown; neverFrom: number | null }, key: string): boolean {
  const original = Date.parse(key.split('@')[1] ?? '');
  return series.override === 'never' || (series.neverFrom !== null && original >= series.neverFrom);
}

type Scheduled = { event_id: string; bots?: { bot_id: string }[] };

const performers: Performers = {
  async add(life, step) {
    const start = Math.ceil(life.nowMs / MINUTE) * MINUTE + step.inMinutes * MINUTE;
    const calendar = pick(calendarsOf(life.stage.sandbox.world, life.email), step.calendar);
    const title = `M${life.titles}`;
    const location = step.hasLink ? roomFor(life, step) : undefined;
    life.titles++;
    await life.stage.control('POST', `/calendars/${encodeURIComponent(calendar?.id ?? '')}/events`, {
      summary: title,
      start: at(start),
      end: at(start + step.lasts * MINUTE),
      location,
      ...(step.recurrence && { recurrence: [step.recurrence] }),
    });
    life.stage.tell(
      `Google: “${title}” at ${clock(start)} for ${step.lasts} min${step.recurrence ? `, ${step.recurrence}` : ''}${location ? ` in ${location}` : ', no link'}`,
    );
    life.calm.changed(life.nowMs);
  },

  async move(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return;
    const { meeting, path, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    const keys = life.wishes.keysOf(meeting.eventId);
    // A daily series that moves by a day is the same series: which of its dates is which then is nobody's to say.
    const minutes = isWhole ? step.minutes % 1440 : step.minutes;
    if (isWhole) {
      // The series as it is written: its first start, not this meeting's.
      await life.stage.control('POST', `${path}/${meeting.eventId}/move`, { minutes });
      const prefix = `${meeting.eventId}@`;
      life.rename((key) => {
        if (!key.startsWith(prefix)) return null;
        return keyOf(meeting.eventId, Date.parse(key.slice(prefix.length)) + minutes * MINUTE);
      }, keys);
    } else await life.stage.control('POST', `${path}/${instance}/move`, { minutes });
    life.stage.tell(
      `Google: ${isWhole ? 'all of ' : ''}“${meeting.title}” of ${clock(meeting.start)} moved by ${minutes} min`,
    );
    life.calm.changed(life.nowMs);
  },

  async cancel(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return;
    const { meeting, path, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    await life.stage.control('DELETE', `${path}/${isWhole ? meeting.eventId : instance}`);
    life.stage.tell(
      `Google: ${isWhole ? 'all of ' : ''}“${meeting.title}” of ${clock(meeting.start)} cancelled`,
    );
    life.calm.changed(life.nowMs);
  },

  async restore(life, step) {
    // What becomes of the changed dates of a series that is deleted and restored is Google's secret.
    const gone = calendarsOf(life.stage.sandbox.world, life.email).flatMap((calendar) =>
      calendar.events
        .values()
        .filter(({ status, recurrence }) => status === 'cancelled' && !recurrence)
        .filter(({ recurringEventId: id }) => !id || calendar.events.get(id)?.status === 'confirmed')
        .map((event) => ({ calendar, event })),
    );
    const found = pick(gone, step.event);
    if (!found) return;
    const { calendar, event } = found;
    const master = event.recurringEventId ? calendar.events.get(event.recurringEventId) : undefined;
    let times = {};
    if (master) {
      const start = Date.parse(event.originalStartTime?.dateTime ?? '');
      const length = Date.parse(master.end?.dateTime ?? '') - Date.parse(master.start?.dateTime ?? '');
      times = { start: at(start), end: at(start + length) };
    }
    await life.stage.control('PATCH', `/calendars/${encodeURIComponent(calendar.id)}/events/${event.id}`, {
      status: 'confirmed',
      ...times,
    });
    life.stage.tell(
      `Google: “${event.summary ?? master?.summary}” ${event.originalStartTime?.dateTime ?? ''} restored`,
    );
    life.calm.changed(life.nowMs);
  },

  async relink(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return;
    const { meeting, path, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    const location = step.hasLink ? roomFor(life, step) : null;
    await life.stage.control('PATCH', `${path}/${isWhole ? meeting.eventId : instance}`, { location });
    life.stage.tell(
      `Google: ${isWhole ? 'all of ' : ''}“${meeting.title}” of ${clock(meeting.start)} is now in ${location}`,
    );
    life.calm.changed(life.nowMs);
  },

  async answer(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return;
    const { meeting, path, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    await life.stage.control('POST', `${path}/${isWhole ? meeting.eventId : instance}/answer`, {
      email: life.email,
      responseStatus: step.response,
    });
    life.stage.tell(
      `Google: ${isWhole ? 'all of ' : ''}“${meeting.title}” of ${clock(meeting.start)} ${step.response}`,
    );
    life.calm.changed(life.nowMs);
  },

  async retitle(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return;
    const { meeting, path, isSeries, instance } = found;
    const target = isSeries && step.scope === 'whole' ? meeting.eventId : instance;
    await life.stage.control('PATCH', `${path}/${target}`, { summary: `${meeting.title}'` });
    life.stage.tell(`Google: “${meeting.title}” of ${clock(meeting.start)} renamed`);
    life.calm.changed(life.nowMs);
  },

  async split(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found?.isSeries) return;
    const { meeting, path } = found;
    const { eventId, originalStart } = meeting;
    const start = originalStart + step.minutes * MINUTE;
    const changes = {
      ...(step.minutes ? { start: at(start), end: at(start + (meeting.end - meeting.start)) } : {}),
      ...(step.relinked ? { location: newRoom(life) } : {}),
    };
    const { after } = await life.stage.control('POST', `${path}/${eventId}/split`, {
      originalStart: new Date(originalStart).toISOString(),
      changes,
    });
    const prefix = `${eventId}@`;
    life.rename((key) => {
      const original = Date.parse(key.slice(prefix.length));
      if (!key.startsWith(prefix) || original < originalStart) return null;
      return keyOf(after.id, original + step.minutes * MINUTE);
    }, life.wishes.keysOf(eventId));
    life.stage.tell(
      `Google: “${meeting.title}” split at ${clock(originalStart)}${step.minutes ? `, later ones ${step.minutes} min later` : ''}${step.relinked ? `, in ${changes.location}` : ''}`,
    );
    life.calm.changed(life.nowMs);
  },

  async leaveList(life, step) {
    const id = life.calendars[step.calendar] ?? '';
    if (!calendarsOf(life.stage.sandbox.world, life.email).some((calendar) => calendar.id === id)) return;
    await life.stage.control('DELETE', `/people/${life.email}/calendars/${encodeURIComponent(id)}`);
    life.stage.tell('Google: the second calendar is taken off the list');
    await life.lookAtLists();
  },

  async returnToList(life, step) {
    const id = life.calendars[step.calendar] ?? '';
    if (calendarsOf(life.stage.sandbox.world, life.email).some((calendar) => calendar.id === id)) return;
    await life.stage.control('POST', `/people/${life.email}/calendars`, { summary: 'Team', id });
    life.stage.tell('Google: the second calendar is on the list again');
    await life.lookAtLists();
  },

  async rules(life, { declined, word }) {
    const rules = {
      never: { responses: declined ? ['declined'] : [], title_keywords: word ? [`M${word}`] : [] },
    };
    const answer = await ask(life, `person: rules ${JSON.stringify(rules.never)}`, () =>
      life.stage.do('rules', { userId: life.userId, rules }),
    );
    if (answer) life.wishes.rules = answer === 'unknown' ? 'unknown' : { declined, word: word && `M${word}` };
  },

  async switchCalendar(life, step) {
    const id = life.calendars[step.calendar] ?? '';
    const isOn = !life.switchedOff.has(id);
    const words = `person: switches calendar ${step.calendar} ${isOn ? 'off' : 'on'}`;
    // Whoever gets no answer asks again.
    for (let tries = 0; tries < 5; tries++) {
      const answer = await ask(life, words, () =>
        life.stage.do('switchCalendar', { userId: life.userId, id, on: !isOn }),
      );
      if (answer === 'unknown') continue;
      if (answer && isOn) life.switchedOff.add(id);
      if (answer && !isOn) life.switchedOff.delete(id);
      return;
    }
  },

  async schedule(life, step) {
    const row = await pickStored(life, step);
    if (!row) return;
    const { wishes, userId } = life;
    const isSeries = row.kind === 'master';
    const body = {
      schedule_all_occurrences: step.how.startsWith('all'),
      occurrence_limit: step.limit,
      recurring_event: isSeries && step.how.endsWith('chain'),
    };
    const eventId = step.how === 'one' ? row.id : row.eventId;
    const answer = await ask<Scheduled>(life, `person: schedule ${step.how}, ${describe(row)}`, () =>
      life.stage.do('schedule', { userId, eventId, body }),
    );
    if (!answer) return;
    const series = wishes.ofSeries(row.googleEventId);
    if (answer === 'unknown') {
      for (const other of await life.storedMeetings())
        if (other.eventId === row.eventId)
          wishes.setMeeting(life.keyOfStored(other), { byHand: 'unknown', override: 'unknown' });
      series.override = 'unknown';
      series.chain ||= 'unknown';
      return;
    }
    const keys = answer.bots
      ? await keysOfBots(
          life,
          answer.bots.map((bot) => bot.bot_id),
        )
      : [await life.keyOfOccurrence(answer.event_id)];
    for (const key of keys)
      if (key) wishes.setMeeting(key, { byHand: true, override: null, joinOffset: -MINUTE });
    if (body.schedule_all_occurrences || body.recurring_event)
      Object.assign(series, { override: null, neverFrom: null });
    // A bot asked for by hand outweighs a "never" for its whole series.
    else if (keys[0] && series.override !== 'always')
      wishes.setMeeting(keys[0], { override: isNever(series, keys[0]) ? 'always' : null });
    if (body.recurring_event) series.chain = true;
  },

  async unschedule(life, step) {
    const row = await pickStored(life, step);
    if (!row) return;
    const { wishes, userId } = life;
    const body = {
      cancel_all_occurrences: step.how === 'all',
      ...(step.how === 'from here' ? { from_date: row.originalStart.toISOString() } : {}),
    };
    const eventId = step.how === 'one' ? row.id : row.eventId;
    const answer = await ask<{ cancelled_schedules: string[] }>(
      life,
      `person: unschedule ${step.how}, ${describe(row)}`,
      () => life.stage.do('unschedule', { userId, eventId, body }),
    );
    if (!answer) return;
    const series = wishes.ofSeries(row.googleEventId);
    if (answer === 'unknown') {
      for (const other of await life.storedMeetings())
        if (other.eventId === row.eventId)
          wishes.setMeeting(life.keyOfStored(other), { byHand: 'unknown', override: 'unknown' });
      series.override = 'unknown';
      if (series.chain) series.chain = 'unknown';
      return;
    }
    if (step.how === 'all') {
      Object.assign(series, { override: 'never', chain: false });
      forgetByHand(life, row.googleEventId);
    } else if (step.how === 'from here') {
      const from = +row.originalStart;
      Object.assign(series, { neverFrom: Math.min(from, series.neverFrom ?? from), chain: false });
      forgetByHand(life, row.googleEventId, from);
    } else {
      for (const key of await keysOfBots(life, answer.cancelled_schedules))
        wishes.setMeeting(key, { override: 'never', byHand: false });
    }
  },

  async editBot(life, step) {
    const bot = pick(await storedBots(life), step.bot);
    if (!bot) return;
    const joinAt = new Date(+bot.meetingStart + step.offset * MINUTE);
    const [key] = await keysOfBots(life, [bot.id]);
    const answer = await ask(
      life,
      `person: bot of “${bot.title}” ${clock(+bot.meetingStart)} joins at ${clock(+joinAt)}`,
      () =>
        life.stage.do('updateBot', {
          userId: life.userId,
          botId: bot.id,
          body: { scheduled_join_time: joinAt.toISOString() },
        }),
    );
    if (answer && key) {
      const before = life.wishes.ofMeeting(key).joinOffset;
      const offset = step.offset * MINUTE;
      life.wishes.setMeeting(key, { joinOffset: answer === 'unknown' ? Math.max(before, offset) : offset });
    }
  },

  async deleteBot(life, step) {
    const bot = pick(await storedBots(life), step.bot);
    if (!bot) return;
    const [key] = await keysOfBots(life, [bot.id]);
    const answer = await ask(
      life,
      `person: delete the bot of “${bot.title}” ${clock(+bot.meetingStart)}`,
      () => life.stage.do('deleteBot', { userId: life.userId, botId: bot.id }),
    );
    if (!answer || !key) return;
    const isSure = answer !== 'unknown';
    life.wishes.setMeeting(
      key,
      isSure ? { override: 'never', byHand: false } : { override: 'unknown', byHand: 'unknown' },
    );
  },

  async override(life, step) {
    const row = await pickStored(life, step);
    if (!row) return;
    const isSeries = row.kind === 'master';
    const isWhole = isSeries && step.scope === 'whole';
    const key = life.keyOfStored(row);
    const answer = await ask(
      life,
      `person: ${step.override ?? 'no wish'} for ${isWhole ? 'all of ' : ''}${describe(row)}`,
      () =>
        life.stage.do('override', {
          userId: life.userId,
          eventId: isWhole ? row.eventId : row.id,
          override: step.override,
        }),
    );
    if (!answer) return;
    const value = answer === 'unknown' ? 'unknown' : step.override;
    if (!isWhole) {
      life.wishes.setMeeting(key, {
        override: value,
        ...(value === 'never' || value === 'unknown'
          ? { byHand: value === 'never' ? false : 'unknown' }
          : {}),
      });
      return;
    }
    Object.assign(life.wishes.ofSeries(row.googleEventId), { override: value, neverFrom: null });
    if (value === 'never' || value === 'unknown')
      for (const other of life.wishes.keysOf(row.googleEventId))
        if (life.wishes.ofMeeting(other).byHand)
          life.wishes.setMeeting(other, {
            byHand: value === 'never' && !life.wishes.ofMeeting(other).override ? false : 'unknown',
          });
  },

  async chain(life, step) {
    const row = await pickStored(life, step);
    if (!row) return;
    const { userId } = life;
    const answer = await ask(life, `person: chain ${step.enabled ? 'on' : 'off'} for ${describe(row)}`, () =>
      life.stage.do('chain', { userId, eventId: row.eventId, enabled: step.enabled }),
    );
    if (!answer) return;
    const series = life.wishes.ofSeries(row.googleEventId);
    if (answer === 'unknown')
      Object.assign(series, { chain: 'unknown', override: series.override && 'unknown' });
    else
      Object.assign(series, {
        chain: step.enabled,
        ...(step.enabled ? { override: null, neverFrom: null } : {}),
      });
  },

  async autoSchedule(life, step) {
    const { userId } = life;
    const words = step.enabled ? 'on' : `off${step.cancelScheduled ? ', its bots too' : ''}`;
    const answer = await ask<true>(life, `person: auto-schedule ${words}`, () =>
      life.stage.do('autoSchedule', { userId, enabled: step.enabled, cancelScheduled: step.cancelScheduled }),
    );
    life.wishes.auto = answer === 'unknown' ? 'unknown' : step.enabled;
  },

  async sync(life, step) {
    const { rows } = await life.stage.sql.query('SELECT "id" FROM "Calendar" ORDER BY "isPrimary" DESC');
    const calendarId = pick(rows as { id: string }[], step.calendar)?.id;
    if (calendarId) await life.stage.do('sync', { calendarId });
    life.stage.tell(`person: looks at calendar ${step.calendar}`);
  },

  async mail(life, step) {
    life.stage.mail.prepare(step.kind, step.fate, step.minutes, step.count);
    life.stage.tell(`mishap: next ${step.count} ${step.kind}: ${step.fate}`);
  },

  async fault(life, step) {
    const { world } = life.stage.sandbox;
    const match = { path: step.at === 'provider' ? '/meetstream/' : '^/calendar/' };
    if (step.what === 'token expired') {
      for (const id of life.calendars)
        await life.stage.control('POST', `/calendars/${encodeURIComponent(id)}/expire-sync-tokens`);
      life.stage.tell('mishap: Google forgets its sync tokens');
      return;
    }
    const effect = {
      down: { cutConnection: true },
      error: { status: 500 },
      'lost answer': { afterWork: true, cutConnection: true },
      'lost request': { cutConnection: true },
      busy: { status: step.at === 'provider' ? 503 : 429, retryAfterSeconds: 20 },
      refusal:
        step.at === 'provider' ? { status: 400, reason: 'Nothing of this is right.' } : { status: 503 },
    }[step.what];
    const rule = world.faults.add({ match, effect, ...(step.what === 'down' ? {} : { times: step.times }) });
    life.lasts(`${step.at} ${step.what} ${rule.id}`, step.minutes, step.at, async () =>
      world.faults.remove(rule.id),
    );
  },

  async hold(life, step) {
    const { world } = life.stage.sandbox;
    const match = { path: step.at === 'provider' ? '/create_bot' : '^/calendar/v3/calendars/.*/events$' };
    const rule = world.faults.add({ match, times: 1, effect: { hold: true, afterWork: step.worked } });
    life.lasts(`${step.at} holds an answer ${rule.id}`, step.minutes, step.at, async () => {
      world.faults.remove(rule.id);
      await life.stage.released();
    });
  },

  async kill(life, step) {
    const app = life.stage.apps[step.process];
    if (!app?.isUp) return;
    app.dieAfter(step.queries);
    life.stage.tell(`mishap: process ${app.name} will die before its ${step.queries}th query`);
    life.lasts(`process ${app.name} dies`, 3, 'process', async () => {
      if (app.isUp) return app.spare();
      life.stage.tell(`process ${app.name} starts again`);
      await app.start();
      await app.do('sweep', null, life.stage.now);
    });
  },

  async botEnds(life, step) {
    const live = [...life.stage.sandbox.world.bots.values()].filter(
      (bot: Bot) => bot.step !== undefined && !bot.history.some(({ step }) => step === 'bot.stopped'),
    );
    const bot = pick(live, step.bot);
    if (bot) await life.advanceBot(bot.id, { to: 'bot.stopped', reason: step.as });
    else life.doom.push(step.as);
  },

  async wait(life, step) {
    await life.pass(step.minutes * MINUTE, step.atOnce);
    life.stage.tell(`${step.minutes} min have passed`);
  },

  async waitForMeeting(life, step) {
    const coming = life
      .meetings(life.nowMs, life.nowMs + 10 * HOUR)
      .filter((meeting) => meeting.start > life.nowMs);
    const meeting = pick(coming, step.meeting);
    const ms = (meeting?.start ?? 0) + step.seconds * 1000 - life.nowMs;
    if (ms <= 0) return;
    await life.pass(ms, step.atOnce);
    life.stage.tell(`it is ${step.seconds} s after the start of “${meeting?.title}”`);
  },
};
