import { ask } from './ask';
import { expectOneAccount } from './checks';
import type { Life } from './life';
import type { Performers } from './performers';
import { clock, keysOfBots, pickBot, pickStored } from './pick';
import { MINUTE } from './stage';
import type { StoredMeeting } from './stored';

const describe = (row: StoredMeeting) => `“${row.title}” of ${clock(+row.originalStart)}`;

/** Marks an event's overrides as unknown: no one knows whether the request was carried out. */
async function setUnknown(life: Life, row: StoredMeeting): Promise<void> {
  for (const other of await life.storedMeetings())
    if (other.eventId === row.eventId)
      life.overrides.setMeeting(life.names.ofStored(other), { manual: 'unknown', override: 'unknown' });
  life.overrides.ofSeries(row.googleEventId).override = 'unknown';
}

const CONNECTING = 'connecting';

type Scheduled = {
  event_id: string;
  bots?: { bot_id: string }[];
  skipped?: { reason: string; bot_id?: string }[];
};

/** Performs the requests of people and their programs, and records what they want from then on. */
export const byPeople = {
  async rules(life, { declined, word, doubled }) {
    const rules = {
      never: { responses: declined ? ['declined'] : [], title_keywords: word ? [`M${word}`] : [] },
    };
    const call = life.call('PUT', '/calendar/auto-schedule/rules', rules);
    const answer = await ask(life, `person: rules ${JSON.stringify(rules.never)}`, call, doubled);
    if (answer)
      life.overrides.rules = answer === 'unknown' ? 'unknown' : { declined, word: word && `M${word}` };
    return answer !== undefined;
  },

  async switchCalendar(life, step) {
    const id = life.calendars[step.calendar] ?? '';
    const isOn = !life.switchedOff.has(id);
    const words = `person: switches calendar ${step.calendar} ${isOn ? 'off' : 'on'}`;
    // Without an answer the person tries again.
    for (let tries = 0; tries < 5; tries++) {
      const body = { sync_enabled: !isOn };
      const answer = await ask(life, words, life.call('PATCH', '/calendar/calendars/{id}', body, { id }));
      if (answer === 'unknown') continue;
      if (answer && isOn) life.switchedOff.add(id);
      if (answer && !isOn) life.switchedOff.delete(id);
      return answer !== undefined;
    }
    return false;
  },

  async schedule(life, step) {
    const row = await pickStored(life, step);
    if (!row) return false;
    const { overrides } = life;
    const isSeries = row.kind === 'master';
    const body = {
      schedule_all_occurrences: step.how.startsWith('all'),
      occurrence_limit: step.limit,
      recurring_event: isSeries && step.how.endsWith('autoReschedule'),
    };
    const eventId = step.how === 'one' ? row.id : row.eventId;
    const call = life.call('POST', '/calendar/schedule/{event_id}', body, { event_id: eventId });
    const words = `person: schedule ${step.how}, ${describe(row)}`;
    const answer = await ask<Scheduled>(life, words, call, step.doubled);
    if (!answer) return false;
    const series = overrides.ofSeries(row.googleEventId);
    if (answer === 'unknown') {
      await setUnknown(life, row);
      series.autoReschedule ||= 'unknown';
      return true;
    }
    const keys = answer.bots
      ? await keysOfBots(
          life,
          answer.bots.map((bot) => bot.bot_id),
        )
      : [await life.keyOfOccurrence(answer.event_id)];
    for (const key of keys)
      if (key) overrides.setMeeting(key, { manual: true, override: null, joinOffset: -MINUTE });
    // Bots that were scheduled already become manual and are not changed.
    const own = (answer.skipped ?? []).filter(({ reason }) => reason.startsWith('A bot is scheduled'));
    const ownIds = own.flatMap(({ bot_id }) => bot_id ?? []);
    for (const key of ownIds.length > 0 ? await keysOfBots(life, ownIds) : [])
      overrides.setMeeting(key, { manual: true });
    if (body.schedule_all_occurrences || body.recurring_event)
      Object.assign(series, { override: null, neverFrom: null });
    // A manual bot beats a "never" of its series.
    else if (keys[0] && series.override !== 'always')
      overrides.setMeeting(keys[0], { override: overrides.isNever(series, keys[0]) ? 'always' : null });
    if (body.recurring_event) series.autoReschedule = true;
    return true;
  },

  async unschedule(life, step) {
    const row = await pickStored(life, step);
    if (!row) return false;
    const { overrides } = life;
    const body = {
      cancel_all_occurrences: step.how === 'all',
      ...(step.how === 'from here' ? { from_date: row.originalStart.toISOString() } : {}),
    };
    const eventId = step.how === 'one' ? row.id : row.eventId;
    const call = life.call('DELETE', '/calendar/schedule/{event_id}', body, { event_id: eventId });
    const words = `person: unschedule ${step.how}, ${describe(row)}`;
    const answer = await ask<{ cancelled_schedules: string[] }>(life, words, call);
    if (!answer) return false;
    const series = overrides.ofSeries(row.googleEventId);
    if (answer === 'unknown') {
      await setUnknown(life, row);
      if (series.autoReschedule) series.autoReschedule = 'unknown';
      return true;
    }
    if (step.how === 'all') {
      Object.assign(series, { override: 'never', autoReschedule: false });
      overrides.forgetManual(row.googleEventId);
    } else if (step.how === 'from here') {
      const from = +row.originalStart;
      Object.assign(series, { neverFrom: Math.min(from, series.neverFrom ?? from), autoReschedule: false });
      overrides.forgetManual(row.googleEventId, from);
    } else {
      for (const key of await keysOfBots(life, answer.cancelled_schedules))
        overrides.setMeeting(key, { override: 'never', manual: false });
    }
    return true;
  },

  async editBot(life, step) {
    const bot = await pickBot(life, step.bot);
    if (!bot) return false;
    const joinAt = new Date(+bot.meetingStart + step.offset * MINUTE);
    const [key] = await keysOfBots(life, [bot.id]);
    const body = { scheduled_join_time: joinAt.toISOString() };
    const words = `person: bot of “${bot.title}” ${clock(+bot.meetingStart)} joins at ${clock(+joinAt)}`;
    const call = life.call('PATCH', '/calendar/scheduled_bots/{bot_id}', body, { bot_id: bot.id });
    const answer = await ask(life, words, call, step.doubled);
    if (answer && key) {
      const before = life.overrides.ofMeeting(key).joinOffset;
      const offset = step.offset * MINUTE;
      life.overrides.setMeeting(key, {
        joinOffset: answer === 'unknown' ? Math.max(before, offset) : offset,
      });
    }
    return answer !== undefined;
  },

  async deleteBot(life, step) {
    const bot = await pickBot(life, step.bot);
    if (!bot) return false;
    const [key] = await keysOfBots(life, [bot.id]);
    const words = `person: delete the bot of “${bot.title}” ${clock(+bot.meetingStart)}`;
    const call = life.call('DELETE', '/calendar/scheduled_bots/{bot_id}', undefined, { bot_id: bot.id });
    const answer = await ask(life, words, call);
    if (!answer || !key) return false;
    const isSure = answer !== 'unknown';
    life.overrides.setMeeting(
      key,
      isSure ? { override: 'never', manual: false } : { override: 'unknown', manual: 'unknown' },
    );
    return true;
  },

  async override(life, step) {
    const row = await pickStored(life, step);
    if (!row) return false;
    const isSeries = row.kind === 'master';
    const isWhole = isSeries && step.scope === 'whole';
    const key = life.names.ofStored(row);
    const words = `person: ${step.override ?? 'no override'} for ${isWhole ? 'all of ' : ''}${describe(row)}`;
    const call = life.call(
      'PUT',
      '/calendar/events/{event_id}/override',
      { override: step.override },
      { event_id: isWhole ? row.eventId : row.id },
    );
    const answer = await ask(life, words, call, step.doubled);
    if (!answer) return false;
    const value = answer === 'unknown' ? 'unknown' : step.override;
    if (!isWhole) {
      life.overrides.setMeeting(key, {
        override: value,
        ...(value === 'always' ? {} : { manual: value === 'unknown' ? 'unknown' : false }),
      });
      return true;
    }
    Object.assign(life.overrides.ofSeries(row.googleEventId), { override: value, neverFrom: null });
    if (value === 'never' || value === 'unknown')
      for (const other of life.overrides.keysOf(row.googleEventId))
        if (life.overrides.ofMeeting(other).manual)
          life.overrides.setMeeting(other, {
            manual: value === 'never' && !life.overrides.ofMeeting(other).override ? false : 'unknown',
          });
    return true;
  },

  async autoReschedule(life, step) {
    const row = await pickStored(life, step);
    if (!row) return false;
    const body = { event_id: row.eventId, recurring_enabled: step.enabled };
    const words = `person: auto-reschedule ${step.enabled ? 'on' : 'off'} for ${describe(row)}`;
    const call = life.call('POST', '/calendar/toggle-recurrence', body);
    const answer = await ask(life, words, call, step.doubled);
    if (!answer) return false;
    const series = life.overrides.ofSeries(row.googleEventId);
    if (answer === 'unknown')
      Object.assign(series, { autoReschedule: 'unknown', override: series.override && 'unknown' });
    else
      Object.assign(series, {
        autoReschedule: step.enabled,
        ...(step.enabled ? { override: null, neverFrom: null } : {}),
      });
    return true;
  },

  async autoSchedule(life, step) {
    const words = step.enabled ? 'on' : `off${step.cancelScheduled ? ', its bots too' : ''}`;
    const call = step.enabled
      ? life.call('POST', '/calendar/auto-schedule/enable', {})
      : life.call('POST', '/calendar/auto-schedule/disable', { cancel_scheduled: step.cancelScheduled });
    const answer = await ask(life, `person: auto-schedule ${words}`, call, step.doubled);
    if (answer) life.overrides.auto = answer === 'unknown' ? 'unknown' : step.enabled;
    return answer !== undefined;
  },

  async connect(life, step) {
    const wasConnected = life.isConnected;
    const words = `person: connects the account${wasConnected ? ' again' : ''}`;
    const call = life.call('POST', '/calendar/create_calendar', life.credentials);
    const answer = await ask(life, words, call, step.doubled);
    // Without an answer the person tries again; until then it is unknown which meetings the app has.
    if (answer === 'unknown' && !wasConnected) life.calm.lasting.add(CONNECTING);
    if (!answer || answer === 'unknown') return false;
    life.calm.lasting.delete(CONNECTING);
    life.isConnected = true;
    await expectOneAccount(life);
    await life.lookAtLists();
    return true;
  },

  async disconnect(life, step) {
    if (!life.isConnected) return false;
    // The app may not know the account's present address yet.
    const call = life.call('POST', '/calendar/disconnect', {});
    // Without an answer the person tries again; a request that was carried out is then refused.
    for (let tries = 0; tries < 5; tries++) {
      const answer = await ask(life, 'person: disconnects the account', call, step.doubled);
      if (answer === 'unknown') continue;
      life.isConnected = false;
      life.switchedOff.clear();
      life.overrides.forget();
      return true;
    }
    return false;
  },

  async sync(life) {
    const answer = await ask(life, 'person: opens the meetings', life.call('GET', '/calendar/events'));
    return answer !== undefined && answer !== 'unknown';
  },
} satisfies Partial<Performers>;
