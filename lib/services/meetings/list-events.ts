import { setTimeout as delay } from 'node:timers/promises';
import { isGoogle } from '@/lib/contract/common';
import { UsherError } from '@/lib/contract/errors';
import type { CalendarEvent, EventsQuery, EventsResponse, SyncState } from '@/lib/contract/events';
import { type Cursor, decodeCursor, encodeCursor, listScope } from '@/lib/cursor';
import { db } from '@/lib/db/client';
import { Prisma, type User } from '@/lib/db/generated/prisma/client';
import { isLive } from '@/lib/domain/bot-status';
import type { GoogleEvent } from '@/lib/domain/google-event';
import type { Decision } from '@/lib/domain/join-decision';
import { describeRecurrence } from '@/lib/domain/recurrence';
import { withinLimit } from '@/lib/within-limit';
import { seriesWish } from '../decisions/decide';
import { decideStored } from '../decisions/decide-stored';
import { lookAhead } from '../sync/look-ahead';
import { type SyncOutcome, syncCalendar } from '../sync/sync-calendar';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS_BEFORE = 1;
const DEFAULT_DAYS_AFTER = 28;
/** A reader waits for Google no longer than this, in ms; then the answer is what is stored. */
const SYNC_LIMIT_MS = 2_000;
const BUSY_WAIT_MS = 50;
const LATE: SyncOutcome = { state: 'failed', error: 'Google did not answer in time.', retryAt: null };
/** A page shows this many of an occurrence's bots, newest first. */
const BOTS_SHOWN = 5;

/**
 * Syncs the user's calendars (incrementally), then lists from the store. A sync that fails is told in
 * `sync.ok`; the answer then is what is stored.
 */
export async function listEventsSynced(
  user: User,
  query: EventsQuery,
  clock: () => Date,
): Promise<EventsResponse> {
  const sync = query.sync === false ? undefined : await syncUser(user.id, clock);
  return { ...(await listEvents(user, query, clock())), ...(sync ? { sync } : {}) };
}

async function syncUser(userId: string, clock: () => Date): Promise<SyncState> {
  const calendars = await db().calendar.findMany({
    where: { userId, syncEnabled: true },
    include: { connection: { select: { status: true, statusReason: true } } },
  });
  const outcomes = await Promise.all(
    calendars.map((calendar) => withinLimit(syncWhenFree(calendar.id, clock), SYNC_LIMIT_MS, LATE)),
  );
  const failed = outcomes.find((outcome) => outcome.state === 'failed' || outcome.state === 'waiting');
  const revoked = calendars.find((calendar) => calendar.connection.status === 'revoked');
  const error =
    failed && 'error' in failed
      ? failed.error
      : revoked
        ? (revoked.connection.statusReason ?? 'Google access was revoked: connect the calendar again.')
        : null;
  const oldest = await db().calendar.aggregate({
    where: { userId, syncEnabled: true },
    _min: { lastSyncedAt: true },
  });
  return { ok: error === null, error, synced_at: oldest._min.lastSyncedAt?.toISOString() ?? null };
}

/** A sync that somebody else has begun may be older than the question: ours follows it. */
async function syncWhenFree(calendarId: string, clock: () => Date): Promise<SyncOutcome> {
  const giveUp = performance.now() + SYNC_LIMIT_MS;
  for (;;) {
    const outcome = await syncCalendar(calendarId, clock, true);
    if (outcome.state !== 'busy' || performance.now() > giveUp) return outcome;
    await delay(BUSY_WAIT_MS);
  }
}

/**
 * Lists stored occurrences (or one row a series), ordered by start, then id.
 * @throws UsherError validation_failed (window), invalid_cursor
 */
export async function listEvents(user: User, query: EventsQuery, now: Date): Promise<EventsResponse> {
  const timeMin = query.time_min ? new Date(query.time_min) : new Date(+now - DEFAULT_DAYS_BEFORE * DAY_MS);
  const timeMax = query.time_max ? new Date(query.time_max) : new Date(+now + DEFAULT_DAYS_AFTER * DAY_MS);
  if (timeMax <= timeMin) {
    const message = `${query.time_max ? '' : `(by default in ${DEFAULT_DAYS_AFTER} days) `}must be after time_min`;
    throw new UsherError('validation_failed', `time_max ${message}.`, {
      details: [{ path: 'time_max', message }],
    });
  }
  await lookAhead(user.id, timeMax, now);
  const { limit: _, cursor: __, sync: ___, ...filters } = query;
  const scope = listScope('events', user.id, filters);
  const cursor = query.cursor ? decodeCursor(query.cursor, scope) : null;
  const found = await findPage(user.id, query, { timeMin, timeMax }, cursor);
  const backwards = cursor?.direction === 'previous';
  const hasMore = found.length > query.limit;
  const page = found.slice(0, query.limit);
  if (backwards) page.reverse();

  const results = await readEvents(
    user,
    page.map((row) => row.id),
    query,
    now,
  );
  const at = (row: { id: string; startTime: Date } | undefined, direction: Cursor['direction']) =>
    row ? encodeCursor({ time: row.startTime, id: row.id, direction }, scope) : null;
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : cursor !== null;
  // Beyond the end, where rows have gone since, there is nothing to go on from.
  const next = hasNext ? at(page.at(-1), 'next') : null;
  return {
    next,
    previous: hasPrevious ? at(page[0], 'previous') : null,
    has_more: next !== null,
    results,
  };
}

async function findPage(
  userId: string,
  query: EventsQuery,
  window: { timeMin: Date; timeMax: Date },
  cursor: Cursor | null,
): Promise<{ id: string; startTime: Date }[]> {
  const backwards = cursor?.direction === 'previous';
  const filters: Prisma.Sql[] = [
    Prisma.sql`o."userId" = ${userId}`,
    Prisma.sql`o."startTime" < ${window.timeMax}`,
    Prisma.sql`(o."endTime" > ${window.timeMin} OR o."startTime" >= ${window.timeMin})`,
  ];
  if (!query.show_deleted && !query.updated_min) filters.push(Prisma.sql`NOT o."isDeleted"`);
  if (query.updated_min) filters.push(Prisma.sql`o."updatedAt" >= ${new Date(query.updated_min)}`);
  if (query.calendar_id === 'primary') filters.push(Prisma.sql`c."isPrimary"`);
  else if (query.calendar_id) filters.push(Prisma.sql`c."googleCalendarId" = ${query.calendar_id}`);
  // The delta feed also tells what is gone because its calendar is.
  else if (!query.updated_min) filters.push(Prisma.sql`c."syncEnabled"`);
  if (query.provider && !isGoogle(query.provider)) filters.push(Prisma.sql`false`);
  if (query.account_id) {
    filters.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "CalendarConnection" k WHERE k."id" = c."connectionId" AND (k."id" = ${query.account_id} OR k."accountEmail" = ${query.account_id}))`,
    );
  }
  if (query.has_link !== undefined) {
    filters.push(
      query.has_link ? Prisma.sql`o."meetingUrl" IS NOT NULL` : Prisma.sql`o."meetingUrl" IS NULL`,
    );
  }
  if (query.has_bot !== undefined) {
    const exists = Prisma.sql`EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id" AND b."status" <> 'Cancelled')`;
    filters.push(query.has_bot ? exists : Prisma.sql`NOT ${exists}`);
  }
  if (query.q) filters.push(Prisma.sql`o."title" ILIKE ${`%${query.q.replace(/[\\%_]/g, '\\$&')}%`}`);

  const rows = query.expand
    ? Prisma.sql`SELECT o."id", o."startTime" FROM "Occurrence" o JOIN "Calendar" c ON c."id" = o."calendarId" WHERE ${Prisma.join(filters, ' AND ')}`
    : Prisma.sql`SELECT DISTINCT ON (o."eventId") o."id", o."startTime" FROM "Occurrence" o JOIN "Calendar" c ON c."id" = o."calendarId" WHERE ${Prisma.join(filters, ' AND ')} ORDER BY o."eventId", o."startTime", o."id"`;
  const after = cursor
    ? backwards
      ? Prisma.sql`WHERE (r."startTime", r."id") < (${cursor.time}, ${cursor.id})`
      : Prisma.sql`WHERE (r."startTime", r."id") > (${cursor.time}, ${cursor.id})`
    : Prisma.empty;
  const order = backwards
    ? Prisma.sql`ORDER BY r."startTime" DESC, r."id" DESC`
    : Prisma.sql`ORDER BY r."startTime", r."id"`;
  return db().$queryRaw<{ id: string; startTime: Date }[]>`
    SELECT r."id", r."startTime" FROM (${rows}) AS r ${after} ${order} LIMIT ${query.limit + 1}`;
}

async function readEvents(
  user: User,
  ids: string[],
  query: EventsQuery,
  now: Date,
): Promise<CalendarEvent[]> {
  const rows = await db().occurrence.findMany({
    where: { id: { in: ids } },
    include: {
      event: true,
      resource: true,
      calendar: { select: { googleCalendarId: true, syncEnabled: true } },
      bots: { orderBy: { createdAt: 'desc' }, take: BOTS_SHOWN },
    },
  });
  const decisions = await decideStored(db(), user, ids, now);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const decision = decisions.get(id);
    return row && decision ? [toEvent(row, query, decision)] : [];
  });
}

type EventRow = Prisma.OccurrenceGetPayload<{
  include: {
    event: true;
    resource: true;
    calendar: { select: { googleCalendarId: true; syncEnabled: true } };
    bots: true;
  };
}>;

function toEvent(row: EventRow, query: EventsQuery, decision: Decision): CalendarEvent {
  const master = row.event.kind === 'master' ? (row.event.raw as unknown as GoogleEvent) : null;
  const raw = (
    row.resource.kind === 'exception' && row.resource.isDeleted ? row.event.raw : row.resource.raw
  ) as Record<string, unknown>;
  const isOccurrence = master !== null && query.expand;
  return {
    id: isOccurrence ? row.id : row.eventId,
    start_time: row.startTime.toISOString(),
    end_time: row.endTime.toISOString(),
    is_all_day: row.isAllDay,
    time_zone: row.timeZone,
    calendar_id: row.calendar.googleCalendarId,
    platform: 'google_calendar',
    platform_id: row.resource.googleEventId,
    ical_uid: row.resource.iCalUid ?? row.event.iCalUid,
    meeting_platform: row.meetingPlatform as CalendarEvent['meeting_platform'],
    meeting_url: row.meetingUrl,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    is_deleted: row.isDeleted || (query.updated_min !== undefined && !row.calendar.syncEnabled),
    raw,
    bots: row.bots.map((bot) => ({
      id: bot.id,
      status: bot.status,
      status_reason: bot.statusReason,
      scheduled_join_time: bot.joinAt.toISOString(),
      bot_username: bot.botName,
      platform: bot.meetingPlatform,
      is_scheduled: isLive(bot.status),
    })),
    recurring_event_id: isOccurrence ? row.eventId : null,
    original_start_time: isOccurrence ? row.originalStart.toISOString() : null,
    recurrence_rule: master?.recurrence ?? null,
    recurrence_text:
      master?.recurrence && master.start ? describeRecurrence(master.recurrence, master.start) : null,
    recurring_enabled: row.event.recurringEnabled,
    overrides: {
      occurrence: row.override,
      series: seriesWish({
        ...row.event,
        seriesOverride: row.event.override,
        originalStart: row.originalStart,
      }),
    },
    decision,
  };
}
