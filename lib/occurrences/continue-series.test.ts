import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, later, MINUTE, now, pass, sandbox } from '@/test/harness';
import type { GoogleEvent } from './domain/google-event';

const WEEKLY = { recurrence: ['RRULE:FREQ=WEEKLY'] };

/**
 * A weekly series with auto-reschedule and a configuration of its own, a bot that was scheduled manually at
 * its third date, and the override "never" at its fourth.
 */
async function withOverrides(fields: object = WEEKLY) {
  const account = await newAccount();
  const series = await account.add('Weekly', DAY, fields);
  await account.sync();
  const { id } = await account.event(series.id);
  const schedule = (day: number, body: object) =>
    scheduleBot(account.user, id, scheduleBody({ occurrence_date: later(day * DAY), ...body }), {
      actor: 'api',
      now: now(),
    });
  await schedule(15, { bot_config: { bot_name: 'Scribe' } });
  await schedule(1, { recurring_event: true, bot_config: { bot_name: 'Rescheduled' } });
  const [, , , fourth] = await account.occurrences(series.id);
  await setOverride(account.user, fourth?.id ?? '', 'never', { actor: 'person', now: now() });
  pass(MINUTE);
  return { account, series };
}

const eventsOf = (account: Account) => {
  const calendar = sandbox.world.calendars.get(account.email);
  if (!calendar) throw new Error('The sandbox has lost something.');
  return calendar;
};

/**
 * Edits "this and following" at Google. @returns the new part, and the old one as it was and as it is then
 */
async function split(
  { account, series }: { account: Account; series: GoogleEvent },
  day: number,
  changes: object,
  freshId = true,
) {
  const whole = structuredClone(eventsOf(account).events.get(series.id));
  const { after } = await control('POST', `/calendars/${account.email}/events/${series.id}/split`, {
    originalStart: later(day * DAY),
    changes,
    freshId,
  });
  const ended = structuredClone(eventsOf(account).events.get(series.id));
  if (!whole) throw new Error('The sandbox has lost something.');
  return { after: after as GoogleEvent, whole, ended };
}

/** Returns the overrides and bots of a part. */
async function overridesOf(account: Account, googleId: string) {
  const { autoRescheduleEnabled, autoRescheduleBotConfig, override } = await account.event(googleId);
  const rows = await account.occurrences(googleId);
  const bots = await db().scheduledBot.findMany({
    where: { status: 'Scheduled', occurrence: { event: { googleEventId: googleId } } },
  });
  return {
    override,
    autoReschedule: autoRescheduleEnabled && autoRescheduleBotConfig,
    skipped: rows.filter((row) => row.override === 'never').map((row) => row.startTime.toISOString()),
    bots: bots.map((bot) => `${bot.botName} ${bot.source} ${bot.meetingStart.toISOString()}`),
  };
}

const carried = (minutes = 0) => ({
  override: null,
  autoReschedule: { bot_name: 'Rescheduled' },
  skipped: [later(22 * DAY + minutes * MINUTE)],
  bots: [`Scribe manual ${later(15 * DAY + minutes * MINUTE)}`],
});

const causes = async (account: Account) =>
  (
    await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'series.continued' },
      orderBy: { id: 'asc' },
    })
  ).map((entry) => entry.cause);

describeServices('“this and following”', () => {
  it.each([
    ['that is named after the first part', false],
    ['with a fresh id', true],
  ])(
    'a new part %s gets auto-reschedule, its configuration, the skipped dates and the manual bots',
    async (_name, freshId) => {
      const { account, series } = await withOverrides();
      const { after } = await split({ account, series }, 8, {}, freshId);
      await account.sync();
      expect(await overridesOf(account, after.id)).toEqual(carried());
      expect(await causes(account)).toEqual(['series_split']);
      expect((await account.bots()).filter((bot) => bot.status === 'Scheduled')).toHaveLength(2);
      await account.edit(after.id, { summary: 'Renamed' });
      await account.sync();
      expect((await account.bots()).filter((bot) => bot.title === 'Renamed')).toHaveLength(1);
      expect(await causes(account)).toEqual(['series_split']);
    },
  );

  it.each([
    ['that is named after the first part', false],
    ['with a fresh id', true],
  ])(
    'a new part %s gets them when Google reports it before the end of the old part',
    async (_name, freshId) => {
      const { account, series } = await withOverrides();
      // Another link, since one bot covers all meetings with the same link at the same time.
      const changes = { location: 'https://us02web.zoom.us/j/89999999999' };
      const { after, whole, ended } = await split({ account, series }, 8, changes, freshId);
      eventsOf(account).put(whole, now());
      // A bot that a rule has scheduled meanwhile is replaced by one that was scheduled manually.
      await account.sync();
      const { id } = await account.event(after.id);
      const { bot_id } = await scheduleBot(
        account.user,
        id,
        scheduleBody({ occurrence_date: later(15 * DAY) }),
        { actor: 'api', now: now() },
      );
      await db().scheduledBot.update({ where: { id: bot_id }, data: { source: 'auto' } });
      if (ended) eventsOf(account).put(ended, now());
      pass(MINUTE);
      await account.sync();
      expect(await overridesOf(account, after.id)).toEqual(carried());
      expect((await account.event(after.id)).id).toBe(id);
      const bots = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
      expect(bots.map((bot) => bot.botName).sort()).toEqual(['Rescheduled', 'Scribe']);
    },
  );

  it('a new part with a fresh id gets them when Google reports the end of the old part first', async () => {
    const { account, series } = await withOverrides();
    const { after } = await split({ account, series }, 8, {});
    const part = structuredClone(eventsOf(account).events.get(after.id));
    await account.cancel(after.id);
    await account.sync();
    expect((await account.bots()).filter((bot) => bot.status === 'Scheduled')).toHaveLength(1);
    pass(MINUTE);
    if (part) eventsOf(account).put(part, now());
    await account.sync();
    expect(await overridesOf(account, after.id)).toEqual(carried());
  });

  it('a series that ends by COUNT goes on in its new part', async () => {
    const { account, series } = await withOverrides({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=9'] });
    const { after } = await split({ account, series }, 8, {});
    expect((await account.atGoogle(now(), new Date(later(90 * DAY)))).length).toBe(9);
    await account.sync();
    expect(await overridesOf(account, after.id)).toEqual(carried());
    // Where Google ends the old part by COUNT as well, less is certain.
    const other = await withOverrides({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=9'] });
    const parts = await split(other, 8, {});
    eventsOf(other.account).put({ ...parts.whole, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1'] }, now());
    await other.account.sync();
    expect(await overridesOf(other.account, parts.after.id)).toEqual(carried());
    expect(await causes(other.account)).toEqual(['series_split_likely']);
  });

  it('a new part that was renamed or moved gets the overrides as well, and the activity names the doubt', async () => {
    for (const [changes, minutes] of [
      [{ summary: 'Other name' }, 0],
      [
        {
          start: { dateTime: later(8 * DAY + 90 * MINUTE) },
          end: { dateTime: later(8 * DAY + 120 * MINUTE) },
        },
        90,
      ],
      [{ start: { dateTime: later(9 * DAY) }, end: { dateTime: later(9 * DAY + 30 * MINUTE) } }, 24 * 60],
    ] as const) {
      const { account, series } = await withOverrides();
      const { after } = await split({ account, series }, 8, changes);
      await account.sync();
      expect(await overridesOf(account, after.id)).toEqual(carried(minutes));
      expect(await causes(account)).toEqual(['series_split_likely']);
    }
  });

  it('a new part from the first date on gets everything, since the old part is deleted', async () => {
    for (const freshId of [false, true]) {
      const { account, series } = await withOverrides();
      const { after } = await split({ account, series }, 1, {}, freshId);
      await account.sync();
      const overrides = await overridesOf(account, after.id);
      expect(overrides).toEqual({ ...carried(), bots: expect.any(Array) });
      expect(overrides.bots.sort()).toEqual([`Rescheduled manual ${later(DAY)}`, ...carried().bots]);
    }
  });

  it.each([
    ['that is named after the first part', false],
    ['with a fresh id', true],
  ])(
    'a new part %s gets nothing more when the rest of the old part is deleted or moved',
    async (_name, freshId) => {
      const { account, series } = await withOverrides({ recurrence: ['RRULE:FREQ=DAILY'] });
      const { after } = await split({ account, series }, 3, {}, freshId);
      await account.sync();
      const overrides = await overridesOf(account, after.id);
      expect(overrides.bots).toEqual(carried().bots);
      pass(MINUTE);
      await control('POST', `/calendars/${account.email}/events/${series.id}/move`, { minutes: 5 });
      await account.sync();
      expect((await overridesOf(account, series.id)).bots).toEqual([
        `Rescheduled manual ${later(DAY + 5 * MINUTE)}`,
      ]);
      pass(MINUTE);
      await account.cancel(series.id);
      await account.sync();
      expect(await overridesOf(account, after.id)).toEqual(overrides);
      expect(await causes(account)).toEqual(['series_split']);
    },
  );

  it.each([
    ['that is named after the first part', false],
    ['with a fresh id', true],
  ])('a new part %s gets the bot of a canceled date where it has that date again', async (_name, freshId) => {
    const { account, series } = await withOverrides();
    await account.cancel(account.instance(series, 15 * DAY));
    await account.sync();
    expect((await overridesOf(account, series.id)).bots).toEqual([`Rescheduled manual ${later(DAY)}`]);
    // Longer ago than the end of one part and the start of the next may be apart.
    pass(DAY - HOUR);
    await account.sync();
    pass(2 * HOUR);
    const { after } = await split({ account, series }, 8, {}, freshId);
    await account.sync();
    expect((await overridesOf(account, after.id)).bots).toContain(`Scribe manual ${later(15 * DAY)}`);
  });

  it('a new part gets the bot of a canceled date when Google reports the end of the old part first', async () => {
    const { account, series } = await withOverrides();
    await account.cancel(account.instance(series, 15 * DAY));
    await account.sync();
    pass(DAY);
    const { after } = await split({ account, series }, 8, {});
    const part = structuredClone(eventsOf(account).events.get(after.id));
    await account.cancel(after.id);
    await account.sync();
    pass(MINUTE);
    if (part) eventsOf(account).put(part, now());
    await account.sync();
    expect((await overridesOf(account, after.id)).bots).toContain(`Scribe manual ${later(15 * DAY)}`);
  });

  it('the bot of a canceled date is not carried when the new part leaves that date out', async () => {
    const { account, series } = await withOverrides({ recurrence: ['RRULE:FREQ=DAILY'] });
    await account.cancel(account.instance(series, 15 * DAY));
    await account.sync();
    pass(MINUTE);
    const exdate = later(15 * DAY).replace(/[-:]|\.000/g, '');
    const { after } = await split({ account, series }, 8, {
      recurrence: ['RRULE:FREQ=DAILY', `EXDATE:${exdate}`],
    });
    await account.sync();
    const { bots } = await overridesOf(account, after.id);
    expect(bots.filter((bot) => bot.startsWith('Scribe'))).toEqual([]);
  });

  it('the bot of a date that the new part leaves out is not carried when Google reports the old part first', async () => {
    const { account, series } = await withOverrides({ recurrence: ['RRULE:FREQ=DAILY'] });
    await account.cancel(account.instance(series, 15 * DAY));
    await account.sync();
    pass(MINUTE);
    const exdate = later(15 * DAY).replace(/[-:]|\.000/g, '');
    const { after } = await split({ account, series }, 8, {
      recurrence: ['RRULE:FREQ=DAILY', `EXDATE:${exdate}`],
    });
    const part = structuredClone(eventsOf(account).events.get(after.id));
    await account.cancel(after.id);
    await account.sync();
    pass(MINUTE);
    if (part) eventsOf(account).put(part, now());
    await account.sync();
    const { bots } = await overridesOf(account, after.id);
    expect(bots.filter((bot) => bot.startsWith('Scribe'))).toEqual([]);
  });

  it('a series that is split twice between two syncs passes all on to the last part', async () => {
    const { account, series } = await withOverrides();
    const { after } = await split({ account, series }, 8, {}, false);
    const last = await split({ account, series: after }, 15, {}, false);
    await account.sync();
    expect(await overridesOf(account, last.after.id)).toEqual(carried());
    expect(await overridesOf(account, after.id)).toMatchObject({
      autoReschedule: { bot_name: 'Rescheduled' },
      bots: [],
    });
  });

  it('a series that is split again before an earlier split carries each override once', async () => {
    const { account, series } = await withOverrides({ recurrence: ['RRULE:FREQ=DAILY'] });
    const { after } = await split({ account, series }, 4, {}, false);
    await account.sync();
    expect((await overridesOf(account, after.id)).skipped).toEqual([later(4 * DAY)]);
    pass(MINUTE);
    const middle = await split({ account, series }, 2, {}, false);
    await account.sync();
    expect(await overridesOf(account, middle.after.id)).toMatchObject({ skipped: [], bots: [] });
    expect((await overridesOf(account, after.id)).skipped).toEqual([later(4 * DAY)]);
  });

  it('a second split carries nothing that a person has removed from the part in between', async () => {
    const account = await newAccount();
    const series = await account.add('Weekly', DAY, WEEKLY);
    await account.sync();
    await setOverride(account.user, (await account.event(series.id)).id, 'never', {
      actor: 'person',
      now: now(),
    });
    const { after } = await split({ account, series }, 8, {}, false);
    await account.sync();
    expect(await overridesOf(account, after.id)).toMatchObject({ override: 'never' });
    await setOverride(account.user, (await account.event(after.id)).id, null, {
      actor: 'person',
      now: now(),
    });
    pass(MINUTE);
    const last = await split({ account, series: after }, 22, {}, false);
    await account.sync();
    expect(await overridesOf(account, last.after.id)).toMatchObject({ override: null });
    expect(await causes(account)).toEqual(['series_split']);
  });

  it('a series that happens to begin then is not taken for a new part', async () => {
    const { account, series } = await withOverrides();
    await account.edit(series.id, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=1'] });
    const others = [
      await account.add('Something else', 8 * DAY + 60 * MINUTE, WEEKLY),
      await account.add('Weekly', 2 * DAY + 60 * MINUTE, WEEKLY),
      await account.add('Weekly', 50 * DAY, WEEKLY),
    ];
    await account.sync();
    for (const other of others) {
      expect(await overridesOf(account, other.id)).toEqual({
        override: null,
        autoReschedule: false,
        skipped: [],
        bots: [],
      });
    }
    expect(await causes(account)).toEqual([]);
  });

  it('an override that a person sets for the new part meanwhile counts', async () => {
    const { account, series } = await withOverrides();
    const { after, whole, ended } = await split({ account, series }, 8, {});
    eventsOf(account).put(whole, now());
    await account.sync();
    await setOverride(account.user, (await account.event(after.id)).id, 'never', {
      actor: 'person',
      now: now(),
    });
    if (ended) eventsOf(account).put(ended, now());
    await account.sync();
    expect(await overridesOf(account, after.id)).toMatchObject({
      override: 'never',
      autoReschedule: false,
      bots: [],
    });
  });
}, ['postgres']);
