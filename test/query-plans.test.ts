import { beforeAll, expect, it } from 'vitest';
import * as accounts from '@/lib/accounts/queries';
import * as calendars from '@/lib/calendar-sync/queries';
import { eventsQuery } from '@/lib/contract/events';
import * as dispatch from '@/lib/dispatch/queries';
import { dueTimes } from '@/lib/dispatch/queries/due-times';
import * as handOver from '@/lib/dispatch/queries/hand-over';
import * as places from '@/lib/dispatch/queries/places';
import * as sending from '@/lib/dispatch/queries/sending';
import { delays } from '@/lib/metrics/queries';
import * as occurrences from '@/lib/occurrences/queries';
import { db, type Tx } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { preparedName } from '@/lib/platform/prepared';
import { type Sql, sql } from '@/lib/platform/sql';
import * as bookings from '@/lib/scheduling/queries/bookings';
import * as limits from '@/lib/scheduling/queries/bot-limits';
import * as copies from '@/lib/scheduling/queries/copies';
import {
  decisionInputs,
  lockBots,
  occurrencesAtLinks,
  settingsOfUsers,
} from '@/lib/scheduling/queries/decision-input';
import { countRows, eventPage } from '@/lib/scheduling/queries/events';
import * as pruning from '@/lib/scheduling/queries/pruning';
import { botPage } from '@/lib/scheduling/queries/shown-bots';
import { describeOnDatabases } from './database';

const NOW = new Date('2027-03-01T12:00:00Z');
const later = (hours: number) => new Date(+NOW + hours * 3_600_000);

const USERS = 1_000;
/** Each user has an account with as many calendars, each calendar as many events, each event an occurrence. */
const CALENDARS = 4;
const EVENTS = 6;

const calendarOf = sql`'usr' || n / ${CALENDARS}::int`;

/** Fills each large table as an installation has it: most bots have ended, most calendars are synced, few rows are due. */
const FILL: Sql[] = [
  sql`INSERT INTO "User" ("id", "email", "autoScheduleEnabled", "scannedUntil", "updatedAt")
      SELECT 'usr' || n, n || '@northwind.example', true, ${later(12)}, ${NOW} FROM generate_series(0, ${USERS - 1}::int) AS n`,
  sql`INSERT INTO "CalendarConnection" ("id", "userId", "accountEmail", "clientId", "clientSecret", "refreshToken", "listReadAt", "updatedAt")
      SELECT "id", "id", "email", 'client', 'secret', 'token', ${NOW}, ${NOW} FROM "User"`,
  sql`INSERT INTO "Calendar" ("id", "userId", "connectionId", "googleCalendarId", "summary", "accessRole", "syncEnabled", "changeSeq", "syncedSeq", "lastSyncedAt", "updatedAt")
      SELECT 'cal' || n, ${calendarOf}, ${calendarOf}, 'cal' || n, 'Work', 'owner', true, 5, CASE WHEN n % 500 = 0 THEN 4 ELSE 5 END, ${NOW}, ${NOW}
        FROM generate_series(0, ${USERS * CALENDARS - 1}::int) AS n`,
  sql`INSERT INTO "WatchChannel" ("id", "calendarId", "tokenHash", "resourceId", "status", "expiresAt", "createdAt")
      SELECT gen_random_uuid()::text, "id", 'hash', 'resource', 'open', ${later(100)}, ${later(-60)} FROM "Calendar"`,
  sql`INSERT INTO "Event" ("id", "userId", "calendarId", "googleEventId", "kind", "iCalUid", "isDeleted", "raw", "createdAt", "updatedAt")
      SELECT c."id" || 'e' || n, c."userId", c."id", 'e' || n, CASE WHEN n = 0 THEN 'master' ELSE 'single' END::"EventKind",
             c."id" || n || '@google.com', false, '{"summary": "Review"}', ${later(-900)}, ${later(-800)}
        FROM "Calendar" c, generate_series(0, ${EVENTS - 1}::int) AS n`,
  sql`INSERT INTO "Occurrence" ("id", "userId", "calendarId", "eventId", "resourceId", "originalStart", "startTime", "endTime", "timeZone", "title", "meetingUrl", "linkKey", "createdAt", "updatedAt")
      SELECT e."id", e."userId", e."calendarId", e."id", e."id", t, t, t + interval '1 hour', 'UTC', 'Review',
             'https://zoom.us/j/' || e."id", 'zoom:' || e."id", ${later(-900)}, ${later(-800)}
        FROM "Event" e, LATERAL (SELECT ${NOW}::timestamptz + (hashtext(e."id") % 4000) * interval '1 hour' AS t) AS at`,
  sql`INSERT INTO "ScheduledBot" ("id", "userId", "occurrenceId", "source", "status", "title", "meetingUrl", "linkKey", "meetingStart", "meetingEnd", "joinAt", "botName", "provider", "armedVersion", "createdAt", "updatedAt")
      SELECT 'bot' || o."id", o."userId", o."id", 'auto', CASE WHEN o."startTime" > ${NOW} THEN 'Scheduled' ELSE 'Done' END::"BotStatus",
             o."title", o."meetingUrl", o."linkKey", o."startTime", o."endTime", o."startTime" - interval '1 minute', 'Usher', 'meetstream', 1, ${later(-800)}, ${later(-800)}
        FROM "Occurrence" o WHERE o."startTime" < ${later(24)}`,
  sql`INSERT INTO "ActivityEntry" ("userId", "at", "actor", "action", "summary", "occurrenceId", "botId")
      SELECT b."userId", b."joinAt", 'usher', 'bot.scheduled', 'Scheduled.', b."occurrenceId", b."id" FROM "ScheduledBot" b ORDER BY b."joinAt"`,
  sql`INSERT INTO "IdempotencyRecord" ("userId", "key", "requestHash", "createdAt")
      SELECT "id", 'key' || n, 'hash', ${NOW} FROM "User", generate_series(1, 4) AS n`,
];

const LARGE = ['Calendar', 'WatchChannel', 'Event', 'Occurrence', 'ScheduledBot', 'ActivityEntry', 'IdempotencyRecord', 'User', 'CalendarConnection']; // biome-ignore format: one list

const SENDERS = {
  providers: ['meetstream'],
  fallback: 'meetstream',
  most: { ofPerson: 20, ofInstallation: null },
};
const EVENTS_ASKED = { ...eventsQuery.parse({}), mostBots: 20 };

const user = 'usr7';
const calendar = { id: 'cal30', userId: user };
const event = 'cal30e1';

const BOT = {
  ...{
    id: `bot${event}`,
    version: 1,
    status: 'Scheduled' as const,
    joinAt: NOW,
    bookedSince: null,
    meetingStart: NOW,
  },
  ...{
    meetingEnd: NOW,
    meetingUrl: '',
    linkKey: null,
    meetingPlatform: null,
    title: '',
    statusReason: '',
    comesBack: false,
  },
};
const NEW_BOT = {
  ...{
    id: 'bot',
    source: 'auto' as const,
    joinOffsetSeconds: -60,
    bookedSince: null,
    botName: '',
    customAttributes: {},
  },
  ...{ botConfig: {}, scheduleGroup: null, occurrenceId: event },
};

/** The statements that run for each request, notification, sync, join or second of the sweep, with their arguments. */
const HOT: Record<string, Sql> = {
  'a notification': calendars.markPushed.build(
    [{ index: 0, channelId: crypto.randomUUID(), tokenHash: 'hash', resourceId: 'resource' }],
    { now: NOW, askedSince: later(-1) },
    'skip',
  ),
  'the lease of a sync': calendars.takeSyncLease.build(calendar.id, 'lease', later(1), NOW),
  'the calendar of a sync': calendars.calendarNow.build(calendar.id, 'lease'),
  'stored events': calendars.storedEvents.build(calendar.id, ['e1']),
  'chosen links': calendars.chosenLinks.build([event], NOW),
  'events with bots': calendars.eventsWithBots.build(calendar.id),
  'calendars of bots that are due': calendars.calendarsOfDueBots.build(NOW),
  'series of events': occurrences.eventsByGoogleId.build(calendar.id, ['e0']),
  'stored occurrences': occurrences.relevantOccurrences.build([event], NOW),
  'deleted occurrences': occurrences.markDeleted.build([event], NOW),
  'settings of users': settingsOfUsers.build([user]),
  'the end of a sync': calendars.storeSyncToken.build(calendar.id, 'lease', {
    ...{ syncToken: 'next', syncedSeq: 5, missed: 0, materializedUntil: NOW, now: NOW },
  }),
  'new bots': bookings.insertBookings.build([NEW_BOT], 'meetstream', NOW),
  'changed bots': bookings.updateBookings.build([BOT], NOW),
  'canceled bots': bookings.cancelBookings.build([BOT], NOW),
  'recalled bots': bookings.requestRecalls.build([BOT], NOW),
  'stored decisions': bookings.storeDecisions.build([
    { id: event, decisionCode: 'ended', decisionReason: '' },
  ]),
  'bots of copies': copies.moveToCopies.build([{ id: BOT.id, from: event, to: event }], NOW),
  'overrides of copies': copies.settleOverrides.build([{ id: event, override: null, overrideSetAt: NOW }]),
  'series overrides of copies': copies.settleSeriesOverrides.build([
    { id: event, override: null, neverFrom: null, overrideSetAt: NOW },
  ]),
  'claimed bots': sending.storeClaims.build(
    [{ id: BOT.id, provider: '', attempts: 1, outcomeUnknown: false, requestBody: '', requestKey: '' }],
    { now: NOW, leaseUntil: later(1) },
  ),
  'bots that were sent': sending.storeSent.build(
    [{ id: BOT.id, attempts: 1, providerBotId: '', now: NOW, isUseless: false }],
    '',
    'wait',
  ),
  'hand-overs': handOver.requestHandOvers.build(
    [{ id: BOT.id, status: 'Recording', nextId: 'bot', statusReason: '' }],
    NOW,
  ),
  'arming joins': bookings.markArmed.build([BOT]),
  'series with overrides': occurrences.seriesWithOverrides.build(calendar, ['e0'], later(-1), NOW),
  'decision inputs of events': decisionInputs.build({
    kind: 'events',
    userId: user,
    eventIds: [event],
    now: NOW,
  }),
  'decision inputs of occurrences': decisionInputs.build({ kind: 'ids', ids: [event] }),
  'decision inputs of a user': decisionInputs.build({ kind: 'upcoming', userId: user, now: NOW }),
  'decision inputs of the night': decisionInputs.build({ kind: 'unscheduled', userIds: [user], now: NOW }),
  'bots of events': lockBots.build({ kind: 'events', userId: user, eventIds: [event], now: NOW }),
  'occurrences at links': occurrencesAtLinks.build(
    [{ userId: user, linkKey: `zoom:${event}`, from: NOW, to: later(1) }],
    [],
  ),
  copies: copies.occurrencesNamed.build([{ userId: user, iCalUid: 'cal301@google.com', occurrenceKey: '' }]),
  'deleted copies': copies.deletedCopies.build([event]),
  'bots that are not armed': bookings.unarmedBots.build(later(48), 1_000),
  'bots to end, missed': dispatch.botsToEnd.build({ kind: 'missed' }, NOW),
  'bots to end, silent': dispatch.botsToEnd.build({ kind: 'silent', since: later(-6) }, NOW),
  'bots to ask about': dispatch.takeTurns.build({
    provider: 'meetstream',
    silentSince: NOW,
    askedBefore: NOW,
    nextAt: NOW,
    limit: 50,
  }),
  'bots to poll': dispatch.takePolls.build({
    providers: ['meetstream'],
    now: NOW,
    soon: NOW,
    late: NOW,
    youngSince: NOW,
    limit: 50,
  }),
  'callbacks that are due': dispatch.dueCallbacks.build(NOW, 100),
  'bots that are due': sending.lockDue.build({ limit: 500 }, SENDERS, NOW),
  'free places': places.freePlaces.build([user], SENDERS),
  'bots that wait for a place': places.waitingForPlace.build(SENDERS, NOW, 500),
  'bots against the limit of a person': limits.holdersOfPerson.build(user, 20),
  'when bots are due': dueTimes.build({ now: NOW, until: NOW, limit: 100 }),
  'how many bots are due': sending.countDue.build(SENDERS, NOW, 100),
  'bots that are overdue': sending.overdueJoins.build(SENDERS, NOW, NOW),
  'bots at the same links': handOver.activeBotsAtSameLinks.build({}),
  'a page of meetings': eventPage.build(user, EVENTS_ASKED, { timeMin: NOW, timeMax: later(200) }, null),
  'a search of meetings': eventPage.build(
    user,
    { ...EVENTS_ASKED, q: 'design review' },
    { timeMin: new Date(0), timeMax: later(80_000) },
    null,
  ),
  'how many meetings a search finds': countRows.build(
    user,
    { ...EVENTS_ASKED, q: 'design review' },
    { timeMin: new Date(0), timeMax: later(80_000) },
    201,
  ),
  'a page of bots': botPage.build(user, { view: 'past' }, null, 50),
  'old bots': pruning.pruneBots.build(later(-2_000), 1_000),
  'old occurrences': pruning.pruneOccurrences.build(later(-2_000), 1_000),
  'old events': pruning.pruneEvents.build(later(-2_000), 1_000),
  'old activity': pruning.pruneActivity.build(later(-3_990), 1_000),
  'an API key': accounts.userOfApiKey.build('hash', NOW),
  'a session': accounts.userOfSession.build('ses_1', NOW),
  'how punctual bots were': delays.build(later(-24), user),
};

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };

/** Returns the large tables that a plan reads from one end to the other. */
function scanned(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' && LARGE.includes(plan['Relation Name'] ?? '');
  return [...(own ? [plan['Relation Name'] ?? ''] : []), ...(plan.Plans ?? []).flatMap(scanned)];
}

type Explained = { 'QUERY PLAN': { Plan: Plan }[] }[];

async function scannedBy(tx: Tx, explain: Sql): Promise<string[]> {
  const [row] = await tx.$queryRaw<Explained>(explain);
  const [explained] = row?.['QUERY PLAN'] ?? [];
  if (!explained) throw new Error('There is no plan.');
  return scanned(explained.Plan);
}

/** Returns the large tables that a statement reads as a whole when it is planned once for all its parameters. */
async function scannedOncePlanned(tx: Tx, { text, values }: Sql): Promise<string[]> {
  const nulls = values.map(() => 'NULL').join(', ');
  await tx.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`;
  await tx.$executeRawUnsafe(`PREPARE hot AS ${text}`);
  const tables = await scannedBy(tx, Prisma.raw(`EXPLAIN (FORMAT JSON) EXECUTE hot(${nulls})`));
  await tx.$executeRaw`DEALLOCATE hot`;
  return tables;
}

describeOnDatabases('The plan of a hot statement', () => {
  beforeAll(async () => {
    for (const statement of FILL) await db().$executeRaw(statement);
    await db().$executeRaw`ANALYZE`;
  });

  for (const [name, statement] of Object.entries(HOT)) {
    it(`reads no large table as a whole: ${name}`, async () => {
      const tables = await db().$transaction(async (tx) => {
        const planned = await scannedBy(tx, sql`EXPLAIN (FORMAT JSON) ${statement}`);
        const isPrepared = preparedName({ sql: statement.text }) !== '';
        return { planned, oncePlanned: isPrepared ? await scannedOncePlanned(tx, statement) : [] };
      });
      expect(tables).toEqual({ planned: [], oncePlanned: [] });
    });
  }
}, ['postgres']);
