import { findAccounts } from '@/lib/accounts/find-accounts';
import type { User } from '@/lib/accounts/users';
import { UsherError, validCursor } from '@/lib/contract/errors';
import type {
  CalendarEvent,
  EventBot,
  EventsQuery,
  EventsResponse,
  EventsTotal,
} from '@/lib/contract/events';
import { MOST_COUNTED } from '@/lib/contract/limits';
import type { PlatformOrder } from '@/lib/meeting-link';
import { eventDetails } from '@/lib/occurrences/domain/event-details';
import { ruleOf } from '@/lib/occurrences/domain/recurrence';
import { zoneName } from '@/lib/occurrences/domain/time-zone';
import { lookAhead } from '@/lib/occurrences/rolling-window';
import { type Cursor, decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { decideShared, isScheduledElsewhere, seriesOverrideAt, withRelated } from './decide';
import { isBookedOrActive } from './domain/bot-status';
import type { Decision } from './domain/join-decision';
import { isWithBot } from './domain/with-bot';
import { type EventResource, readResources } from './event-resources';
import { limitDecisions } from './limit-bots';
import { type Asked, countRows, type EventRow, eventPage, type Window } from './queries/events';
import { withAdvice } from './refuse-unsendable';
import { senderOf } from './sender';
import type { SharedCopies, SharedRow } from './share-copies';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS_BEFORE = 1;
const DEFAULT_DAYS_AFTER = 28;
/** A search looks at all that is stored, and has nothing stored for it. */
const ALL_STORED: Window = { timeMin: new Date(0), timeMax: new Date('9999-01-01T00:00:00Z') };
/** Of reading a page whose events change meanwhile. */
const MOST_TRIES = 10;

/**
 * Returns a page of stored occurrences (or of one row a series), ordered by start, then id. Where `with_bot` or `decision` is
 * asked it has fewer: what a page shows is decided after it is read.
 * @throws UsherError validation_failed (window), invalid_cursor
 */
export async function listEvents(user: User, query: EventsQuery, now: Date): Promise<EventsResponse> {
  return (await listStored(user, query, now)).answer;
}

/**
 * Returns the page that `listEvents` returns, and whether all of its window was stored: far ahead, occurrences of series may
 * still be missing.
 * @throws UsherError validation_failed (window), invalid_cursor
 */
export async function listStored(
  user: User,
  query: EventsQuery,
  now: Date,
): Promise<{ answer: EventsResponse; isWhole: boolean }> {
  const window = windowOf(query, now);
  const isWhole = window.timeMax === ALL_STORED.timeMax || (await lookAhead(user.id, window.timeMax, now));
  const { limit: _, cursor: __, sync: ___, raw: ____, ...filters } = query;
  const scope = listScope('events', user.id, filters);
  const cursor = query.cursor ? validCursor(decodeCursor(query.cursor, scope)) : null;
  const accounts = query.account_id ? await findAccounts(user.id, query.account_id) : null;
  const asked = { ...query, accounts, mostBots: env().MAX_BOTS_PER_PERSON };
  const rows = await readPage(user, asked, window, cursor);
  const shared = await decideRows(user, rows, now);
  const backwards = cursor?.direction === 'previous';
  const hasMore = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (backwards) page.reverse();

  const at = (row: { id: string; startTime: Date } | undefined, direction: Cursor['direction']) =>
    row ? encodeCursor({ time: row.startTime, id: row.id, direction }, scope) : null;
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : cursor !== null;
  // A page without rows, because they are deleted since, has no row to go on from.
  const next = hasNext ? at(page.at(-1), 'next') : null;
  const isCounted = query.q !== undefined && !cursor && query.with_bot === undefined && !query.decision;
  const total = isCounted ? await totalOf(user, asked, window, rows.length) : null;
  const answer = {
    next,
    previous: hasPrevious ? at(page[0], 'previous') : null,
    has_more: next !== null,
    results: showEvents(page, { ...query, preferred: user.settings.platform_order }, shared).filter((event) =>
      isAsked(event, query),
    ),
    ...(total && { total }),
  };
  return { answer, isWhole };
}

/** Returns how many rows all pages have. @param read rows of the first page, with one more where there are others */
async function totalOf(user: User, asked: Asked, window: Window, read: number): Promise<EventsTotal> {
  if (read <= Math.min(asked.limit, MOST_COUNTED)) return { count: read, is_exact: true };
  const [found] = await countRows(db(), user.id, asked, window, MOST_COUNTED + 1);
  const count = found?.count ?? 0;
  return { count: Math.min(count, MOST_COUNTED), is_exact: count <= MOST_COUNTED };
}

/**
 * Returns the window of a request.
 * @throws UsherError validation_failed
 */
function windowOf(query: EventsQuery, now: Date): Window {
  const { time_min, time_max, q } = query;
  const first = q ? ALL_STORED.timeMin : new Date(+now - DEFAULT_DAYS_BEFORE * DAY_MS);
  const timeMin = time_min ? new Date(time_min) : first;
  const from = Math.max(+now, +timeMin);
  const last = q ? ALL_STORED.timeMax : new Date(from + DEFAULT_DAYS_AFTER * DAY_MS);
  const timeMax = time_max ? new Date(time_max) : last;
  if (timeMax > timeMin) return { timeMin, timeMax };
  const message = 'must be after time_min';
  throw new UsherError('validation_failed', `time_max ${message}.`, {
    details: [{ path: 'time_max', message }],
  });
}

/** A row of a page, with the resources of its event and of the one that describes it. */
type PageRow = EventRow & { event: EventResource; resource: EventResource };

/** Reads a page, and again when an event of it has changed before its resource was read. */
async function readPage(user: User, query: Asked, window: Window, cursor: Cursor | null): Promise<PageRow[]> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const rows = (await eventPage(db(), user.id, query, window, cursor)).map(({ row }) => row);
    const resources = await readResources(
      rows.flatMap((row) => [
        { id: row.eventId, version: row.eventVersion },
        { id: row.resourceId, version: row.resourceVersion },
      ]),
    );
    const whole = rows.flatMap((row) => {
      const [event, resource] = [resources?.get(row.eventId), resources?.get(row.resourceId)];
      // A copy of so many columns takes longer than the decision.
      return event && resource ? Object.assign(row, { event, resource }) : [];
    });
    if (resources) return whole;
  }
  throw new Error('The events of a page have changed each time that it was read.');
}

/**
 * Decides about a page's occurrences as things are now, with other queries where meetings share a link or have copies.
 */
async function decideRows(user: User, rows: PageRow[], now: Date): Promise<SharedCopies> {
  const inputs = rows.map((row) =>
    Object.assign(row, {
      source: row.resource.source,
      sourceFacts: row.resource.facts(row.accountEmail),
      bot: row.bots[0] ?? null,
      copyName: null,
    }),
  );
  const isRelated = inputs.some((row) => row.hasSharedLink || row.hasSharedName || isScheduledElsewhere(row));
  const withOthers = isRelated ? await withRelated(db(), inputs) : inputs;
  const shared = decideShared(withOthers, new Map([[user.id, user]]), now);
  if (rows[0]?.isLimitReached || env().MAX_BOTS !== undefined)
    await limitDecisions(db(), user.id, shared, now);
  for (const { id, resource, botProvider } of rows) {
    const decision = shared.decisions.get(id);
    if (decision?.code === 'provider_cannot_join')
      shared.decisions.set(id, withAdvice(decision, senderOf(botProvider), resource.source));
  }
  return shared;
}

/** Returns whether what was decided about a meeting is what is asked for. */
function isAsked(event: CalendarEvent, { with_bot, decision }: EventsQuery): boolean {
  return (
    (with_bot === undefined || isWithBot(event) === with_bot) &&
    (decision === undefined || event.decision.code === decision)
  );
}

/** A request, and the order in which its person prefers platforms. */
type Shown = EventsQuery & { preferred: PlatformOrder };

/**
 * Returns stored occurrences as the contract shows them.
 */
function showEvents(rows: PageRow[], query: Shown, { decisions, copies }: SharedCopies): CalendarEvent[] {
  return rows.flatMap((row) => {
    const decision = decisions.get(row.id);
    if (!decision) return [];
    return Object.assign(showEvent(row, query, decision), showCopies(row, query, copies.get(row.id)));
  });
}

/** Returns what is shown of a meeting's copies: deleted ones, and those whose calendar is not synced, are left out. */
function showCopies(row: EventRow, query: EventsQuery, copies: SharedRow[] = []) {
  const isShown = (copy: SharedRow) => !copy.isDeleted && copy.calendarOff === null;
  const idOf = (copy: SharedRow) => (row.isSeries && !query.expand ? copy.eventId : copy.id);
  const shown = copies.filter(isShown);
  const [first] = shown;
  return {
    copy_of: first && first.id !== row.id && shown.some(({ id }) => id === row.id) ? idOf(first) : null,
    copies: shown
      .filter(({ id }) => id !== row.id)
      .map((copy) => ({
        id: idOf(copy),
        calendar_id: copy.googleCalendarId,
        calendar_name: copy.calendarName,
      })),
  };
}

function showEvent(
  row: PageRow,
  query: Shown,
  decision: Decision,
): Omit<CalendarEvent, 'copy_of' | 'copies'> {
  const isOccurrence = row.isSeries && query.expand;
  const bots = row.bots.map(showBot);
  const shown = row.isCanceledException ? row.event : row.resource;
  const recurrence = (row.isSeries && row.event.source.recurrence) || null;
  return {
    id: isOccurrence ? row.id : row.eventId,
    start_time: row.startTime.toISOString(),
    end_time: row.endTime.toISOString(),
    is_all_day: row.isAllDay,
    time_zone: zoneName(row.timeZone),
    calendar_id: row.googleCalendarId,
    platform: 'google_calendar',
    platform_id: row.platformId,
    ical_uid: row.iCalUid,
    meeting_platform: row.meetingPlatform as CalendarEvent['meeting_platform'],
    meeting_url: row.meetingUrl,
    meeting_links: row.resource.links(query.preferred),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    is_deleted: row.isDeleted || (query.updated_min !== undefined && row.calendarOff !== null),
    title: shown.title,
    ...(query.raw === false ? { details: eventDetails(shown.source, row.id) } : { raw: shown.source }),
    bots: bots.filter((bot) => bot.is_scheduled),
    past_bots: bots.filter((bot) => !bot.is_scheduled),
    recurring_event_id: isOccurrence ? row.eventId : null,
    original_start_time: isOccurrence ? row.originalStart.toISOString() : null,
    recurrence_rule: recurrence && ruleOf(recurrence),
    recurrence,
    recurrence_text: recurrence && row.event.recurrenceText(row.timeZone),
    recurring_enabled: row.autoRescheduleEnabled,
    overrides: { occurrence: row.override, series: seriesOverrideAt(row) },
    decision,
    problem: row.problem,
  };
}

function showBot(bot: EventRow['bots'][number]): EventBot {
  return {
    id: bot.id,
    status: bot.status,
    status_reason: bot.statusReason,
    scheduled_join_time: bot.joinAt.toISOString(),
    bot_username: bot.botName,
    platform: bot.meetingPlatform,
    source: bot.source,
    is_scheduled: isBookedOrActive(bot.status),
  };
}
