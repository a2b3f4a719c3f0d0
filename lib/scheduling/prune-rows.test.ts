import { beforeEach, expect, it } from 'vitest';
import { toUser } from '@/lib/accounts/users';
import { db } from '@/lib/platform/database/client';
import { describeOnDatabases } from '@/test/database';
import { after, NOW, SAMPLE, storeSampleRows } from '@/test/sample-rows';
import { decideStored } from './decide';
import { pruneRows } from './prune-rows';
import { restoreBots } from './restore-bots';

const DAY = 24;
/** Before and after the 400 days for which rows are kept. */
const LONG_AGO = -500 * DAY;
const LATELY = -300 * DAY;

const { userId, calendarId, seriesId, botId } = SAMPLE;

let links = 8_000_000_000;

/** Stores an event with one occurrence, which starts `hours` from now, and was last changed `changed` hours from now. */
async function storeMeeting(
  id: string,
  hours: number,
  changed: number,
  more: { event?: object; occurrence?: object } = {},
) {
  const times = { createdAt: after(changed), updatedAt: after(changed) };
  const event = {
    id,
    userId,
    calendarId,
    googleEventId: id,
    kind: 'single' as const,
    iCalUid: `${id}@google.com`,
    raw: { id },
  };
  await db().event.create({ data: { ...event, ...times, ...more.event } });
  const [startTime, endTime] = [after(hours), after(hours + 1)];
  const link = { meetingUrl: `https://zoom.us/j/${++links}`, linkKey: `zoom:${id}`, meetingPlatform: 'zoom' };
  await db().occurrence.create({
    data: {
      id,
      userId,
      calendarId,
      eventId: id,
      resourceId: id,
      originalStart: startTime,
      startTime,
      endTime,
      timeZone: 'UTC',
      title: id,
      ...link,
      ...times,
      ...more.occurrence,
    },
  });
}

/** Stores a bot of a meeting, as it was `changed` hours from now, and its entry in the activity. */
async function storeBot(occurrenceId: string, changed: number, bot: object = {}, entry: object = {}) {
  const occurrence = await db().occurrence.findUniqueOrThrow({ where: { id: occurrenceId } });
  const { startTime: meetingStart, endTime: meetingEnd, linkKey } = occurrence;
  const id = `bot_${occurrenceId}`;
  const times = { createdAt: after(changed), updatedAt: after(changed) };
  await db().scheduledBot.create({
    data: {
      id,
      userId,
      occurrenceId,
      source: 'manual',
      status: 'Done',
      title: occurrenceId,
      meetingUrl: occurrence.meetingUrl ?? '',
      linkKey,
      meetingStart,
      meetingEnd,
      joinAt: new Date(+meetingStart - 60_000),
      botName: 'Usher',
      botConfig: { bot_name: 'Usher' },
      provider: 'meetstream',
      ...times,
      ...bot,
    },
  });
  const what = {
    actor: 'person',
    action: 'bot.scheduled',
    summary: occurrenceId,
    cause: 'requested',
    before: {},
    after: {},
  };
  await db().activityEntry.create({
    data: { userId, at: after(changed), botId: id, occurrenceId, ...what, ...entry },
  });
}

const idsOf = async (rows: Promise<{ id: unknown }[]>) => (await rows).map(({ id }) => String(id));
const deleted = { event: { isDeleted: true }, occurrence: { isDeleted: true } };

describeOnDatabases('Pruning', () => {
  beforeEach(() => storeSampleRows(db()));

  it('deletes what ended long ago and decides about nothing, and nothing else', async () => {
    // To be pruned: a bot that was there, its entry, and a deleted meeting.
    await storeMeeting('held', LONG_AGO, LONG_AGO);
    await storeBot('held', LONG_AGO);
    await storeMeeting('deleted', LONG_AGO, LONG_AGO, deleted);
    await storeMeeting('deleted_series', LONG_AGO, LONG_AGO, {
      ...deleted,
      event: { isDeleted: true, kind: 'master' },
    });
    await db().event.create({ data: { id: 'deleted_exception', userId, calendarId, googleEventId: 'deleted_exception', kind: 'exception', recurringEventId: 'deleted_series', iCalUid: 'deleted_series@google.com', isDeleted: true, raw: {}, updatedAt: after(LONG_AGO) } }); // biome-ignore format: one row
    // To stay: what is newer, and what a person decided.
    await storeMeeting('lately', LATELY, LATELY, deleted);
    await storeBot('lately', LATELY);
    await storeMeeting('overridden', LONG_AGO, LONG_AGO, { event: { isDeleted: true }, occurrence: { isDeleted: true, override: 'never', overrideSetAt: after(LONG_AGO) } }); // biome-ignore format: one row
    await storeMeeting('series_overridden', LONG_AGO, LONG_AGO, { event: { isDeleted: true, override: 'always', overrideSetAt: after(LONG_AGO) }, occurrence: { isDeleted: true } }); // biome-ignore format: one row
    // The cancellation of an instance of a series that goes on.
    await db().event.create({ data: { id: 'canceled', userId, calendarId, googleEventId: 'canceled', kind: 'exception', recurringEventId: 'series', isDeleted: true, raw: { status: 'cancelled' }, updatedAt: after(LONG_AGO) } }); // biome-ignore format: one row
    // One of several events with an iCalUID.
    await storeMeeting('copy', LONG_AGO, LONG_AGO, { event: { isDeleted: true, iCalUid: 'lately@google.com' }, occurrence: { isDeleted: true } }); // biome-ignore format: one row
    // Bots of long ago, of meetings that are still to come: one was there before its meeting's link changed, one was removed.
    await storeMeeting('to_come', 50 * DAY, LONG_AGO);
    await storeBot('to_come', LONG_AGO);
    await storeMeeting('removed', 60 * DAY, LONG_AGO, {
      occurrence: { override: 'never', overrideSetAt: after(LONG_AGO) },
    });
    await storeBot(
      'removed',
      LONG_AGO,
      { status: 'Cancelled' },
      { action: 'bot.unscheduled', before: { override: 'always' } },
    );

    const decide = async () => {
      const user = toUser(await db().user.findUniqueOrThrow({ where: { id: userId } }));
      const ids = await idsOf(db().occurrence.findMany({ where: { isDeleted: false } }));
      return db().$transaction((tx) => decideStored(tx, user, ids, NOW));
    };
    const before = await decide();
    expect(before.size).toBeGreaterThan(4);
    await pruneRows(NOW);
    expect(await decide()).toEqual(before);

    const events = await idsOf(db().event.findMany({ where: { createdAt: { lt: after(-100) } } }));
    const exceptions = await idsOf(db().event.findMany({ where: { kind: 'exception' } }));
    expect(events.sort()).toEqual([
      'copy',
      'held',
      'lately',
      'overridden',
      'removed',
      'series_overridden',
      'to_come',
    ]);
    expect(exceptions).toContain('canceled');
    expect(exceptions).not.toContain('deleted_exception');
    const occurrences = await idsOf(db().occurrence.findMany({ where: { isDeleted: true } }));
    expect(occurrences.sort()).toEqual(['lately', 'overridden']);
    const bots = await idsOf(db().scheduledBot.findMany({ where: { id: { not: botId } } }));
    expect(bots.sort()).toEqual(['bot_lately', 'bot_removed', 'bot_to_come']);
    const entries = await db().activityEntry.findMany({ where: { at: { lt: after(-100) } } });
    expect(entries.map((entry) => entry.botId).sort()).toEqual(bots);
    expect(await db().event.count({ where: { id: seriesId } })).toBe(1);

    const user = toUser(await db().user.findUniqueOrThrow({ where: { id: userId } }));
    expect(await restoreBots(user, ['bot_removed'], 'person', NOW)).toMatchObject({
      skipped: [],
      restored: [{ bot_id: 'bot_removed' }],
    });
    expect(await db().occurrence.findUnique({ where: { id: 'removed' } })).toMatchObject({
      override: 'always',
    });
  });
});
