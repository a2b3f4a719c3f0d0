import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { listApiKeys } from '@/lib/accounts/api-keys';
import { claimIdempotencyKey } from '@/lib/accounts/idempotency-keys';
import { toUser } from '@/lib/accounts/users';
import { listActivity } from '@/lib/activity/list-activity';
import { calendarHealth } from '@/lib/calendar-sync/show-calendars';
import { activityResponse } from '@/lib/contract/activity';
import { apiKeysResponse } from '@/lib/contract/api-keys';
import { connectionsResponse } from '@/lib/contract/connections';
import { eventsQuery, eventsResponse } from '@/lib/contract/events';
import { healthResponse } from '@/lib/contract/health';
import { metricsResponse } from '@/lib/contract/metrics';
import { ACTIVITY_KINDS } from '@/lib/contract/names';
import { previewRulesResponse, rules } from '@/lib/contract/rules';
import { botWithTimeline, scheduledBotsResponse } from '@/lib/contract/schedule';
import { callbackSecrets, storeDerivedSecrets } from '@/lib/dispatch/callbacks/callback-secrets';
import { listConnections } from '@/lib/dispatch/choose-provider';
import { readMetrics } from '@/lib/metrics/read-metrics';
import { searchTextOf } from '@/lib/occurrences/domain/search-text';
import { soundFields } from '@/lib/occurrences/domain/sound-event';
import { db } from '@/lib/platform/database/client';
import type { SqlConnection } from '@/lib/platform/database/migrate';
import { checkEncryptionKey } from '@/lib/platform/encryption/check-key';
import { decryptSecret } from '@/lib/platform/encryption/encrypt';
import { rewriteOldSecrets } from '@/lib/platform/encryption/rewrite';
import { env } from '@/lib/platform/env';
import { setJobSender } from '@/lib/platform/jobs';
import { scheduleNextOccurrence } from '@/lib/scheduling/auto-reschedule';
import { previewRules } from '@/lib/scheduling/auto-schedule';
import { readLink } from '@/lib/scheduling/choose-link';
import { DECISION_CODES } from '@/lib/scheduling/domain/join-decision';
import { listBotsOf, readBot } from '@/lib/scheduling/list-bots';
import { listEvents } from '@/lib/scheduling/list-events';
import { restoreBots } from '@/lib/scheduling/restore-bots';
import { describeOnDatabases, withConnection } from '../database';
import { DECISIONS, DUMP, NOW, RENAMES } from './release-0.1.0';
import { keyOf, type Row, readTables, renameRow } from './stored-rows';

const DAY = 86_400_000;

/** Returns the present name of a stored decision code. */
const codeNow = (code: string) => RENAMES.values['Occurrence.decisionCode']?.[code] ?? code;

let before: Map<string, Row[]>;

async function restoreDump(connection: SqlConnection): Promise<void> {
  await connection.exec(readFileSync(DUMP, 'utf8'));
  before = await readTables(connection);
}

const users = () => db().user.findMany({ orderBy: { email: 'asc' } });

/** Returns the first user, who has the meetings and bots of the tests. */
async function busyUser() {
  const [user] = await users();
  if (!user) throw new Error('The dump has no user.');
  return toUser(user);
}

const botOf = (title: string) =>
  db().scheduledBot.findFirstOrThrow({ where: { title }, orderBy: { createdAt: 'desc' } });

const seriesNamed = (summary: string) =>
  db().event.findFirstOrThrow({ where: { kind: 'master', raw: { path: ['summary'], equals: summary } } });

/** Returns the codes of the decisions about the meetings of each title, in order of time. */
async function decisionsNow(): Promise<Map<string, string[]>> {
  const query = eventsQuery.parse({ limit: '100', time_max: new Date(+NOW + 40 * DAY).toISOString() });
  const { results } = await listEvents(await busyUser(), query, NOW);
  const codes = new Map<string, string[]>();
  for (const { title: name, decision } of results) {
    const title = String(name);
    codes.set(title, [...(codes.get(title) ?? []), decision.code]);
  }
  return codes;
}

describeOnDatabases(
  'A database of release 0.1.0 that this program has opened',
  () => {
    beforeAll(() => setJobSender(async () => undefined));

    it('has every row with every value', async () => {
      const after = await withConnection(readTables);
      for (const [table, rows] of before) {
        const found = after.get(RENAMES.names[table] ?? table) ?? [];
        if (table !== '_prisma_migrations') expect(found.length, table).toBe(rows.length);
        const byKey = new Map(found.map((row) => [keyOf(table, row), row]));
        for (const row of rows) {
          const expected = renameRow(table, row, RENAMES);
          const stored = byKey.get(keyOf(table, expected));
          const same = Object.fromEntries(Object.keys(expected).map((column) => [column, stored?.[column]]));
          expect(same, `${table} ${keyOf(table, expected)}`).toEqual(expected);
        }
      }
    });

    it('has no decision code, activity kind or rule that the program does not know', async () => {
      const occurrences = await db().occurrence.findMany({ where: { decisionCode: { not: null } } });
      const codes = new Set(occurrences.map(({ decisionCode }) => decisionCode));
      // Every code of that release is in the database; codes that came later are not.
      expect(DECISION_CODES).toEqual(expect.arrayContaining([...codes]));
      expect(codes.size).toBe(31);
      const entries = await db().activityEntry.findMany();
      const kinds = new Set(entries.map(({ action }) => action.split('.')[0]));
      // The dump has an entry of each kind that the release knew.
      const since = ['session', 'person'];
      expect([...kinds, ...since].sort()).toEqual([...ACTIVITY_KINDS].sort());
      for (const user of await users())
        expect(rules.parse(toUser(user).rules)).toMatchObject(user.rules as object);
    });

    it('lists every meeting, bot, account and setting', async () => {
      const window = { time_min: '2027-02-01T00:00:00Z', time_max: '2027-05-01T00:00:00Z' };
      for (const user of await users()) {
        for (const expand of ['true', 'false']) {
          const query = eventsQuery.parse({ ...window, limit: '100', show_deleted: 'true', expand });
          const events = eventsResponse.parse(await listEvents(toUser(user), query, NOW));
          if (expand === 'true')
            expect(events.results).toHaveLength(await db().occurrence.count({ where: { userId: user.id } }));
        }
        const lists = await Promise.all(
          (['upcoming', 'past'] as const).map((view) => listBotsOf(user.id, { view }, { limit: 200 })),
        );
        const bots = lists.flatMap((list) => scheduledBotsResponse.parse(list).scheduled_bots);
        expect(bots).toHaveLength(await db().scheduledBot.count({ where: { userId: user.id } }));
        for (const { bot_id } of bots) botWithTimeline.parse(await readBot(user.id, bot_id));
        healthResponse.parse(await calendarHealth(user.id, NOW));
        connectionsResponse.parse(await listConnections(user.id));
        apiKeysResponse.parse(await listApiKeys(user.id));
        metricsResponse.parse(await readMetrics(user.id, { days: 7 }, NOW));
        previewRulesResponse.parse(await previewRules(toUser(user), toUser(user).rules, NOW));
      }
    });

    it('finds each event by the words of its version', async () => {
      const lines = (text: string) => [...new Set(text.split('\n'))].sort();
      for (const { raw, searchText } of await db().event.findMany())
        expect(lines(searchText)).toEqual(lines(searchTextOf(soundFields(raw))));
    });

    it('has the metrics from before', async () => {
      const metrics = await readMetrics((await busyUser()).id, { days: 7 }, NOW);
      expect(metrics).toMatchObject({ joins_missed: 1 });
      expect(metrics.join_lateness.count).toBeGreaterThan(10);
      expect(metrics.change_to_schedule.count).toBeGreaterThan(3);
    });

    it('lists every activity entry, also by its kind', async () => {
      for (const user of await users()) {
        const list = (filters: object) => listActivity(user.id, { limit: 500, ...filters });
        const { results } = activityResponse.parse(await list({}));
        expect(results).toHaveLength(await db().activityEntry.count({ where: { userId: user.id } }));
        for (const kind of ACTIVITY_KINDS) {
          const named = results.filter(({ action }) => action.startsWith(`${kind}.`));
          expect((await list({ kind })).results).toEqual(expect.arrayContaining(named));
        }
      }
      const { results } = await listActivity((await busyUser()).id, { limit: 500, kind: 'override' });
      // Bots that were removed have changed an override as well.
      expect(results.filter(({ action }) => action === 'bot.unscheduled').length).toBeGreaterThan(3);
    });

    it('has readable secrets, of the form of this release, and the stored answer to a request', async () => {
      await checkEncryptionKey();
      const { rewritten, unreadable } = await rewriteOldSecrets();
      expect(rewritten).toBeGreaterThan(3);
      expect(unreadable).toBe(0);
      expect(await rewriteOldSecrets()).toEqual({ rewritten: 0, unreadable: 0 });
      // As release 0.1.0 derived it.
      const [{ id: someone = '' } = {}] = await users();
      expect(await storeDerivedSecrets()).toBe((await users()).length);
      const key = Buffer.from(env().ENCRYPTION_KEY, 'base64');
      const derived = Buffer.from(hkdfSync('sha256', key, someone, 'usher callback signature', 32));
      expect(await callbackSecrets(someone, NOW)).toEqual([`whsec_${derived.toString('base64')}`]);
      for (const { id, refreshToken } of await db().calendarConnection.findMany()) {
        expect(refreshToken).toMatch(/^v2\./);
        expect(decryptSecret(refreshToken, 'CalendarConnection.refreshToken', id)).toMatch(/^1\/\//);
      }
      const { id } = await busyUser();
      expect(await claimIdempotencyKey(id, 'answered', 'hash-1', () => NOW)).toEqual({
        answer: { status: 201, body: '{"scheduled":true}' },
      });
    });

    it('leads to the same decision for every override, auto-reschedule and rule', async () => {
      const decisions = await decisionsNow();
      for (const [title, codes] of Object.entries(DECISIONS))
        expect(decisions.get(title), title).toEqual(codes.map(codeNow));
    });

    it('has the links that a person chose', async () => {
      const { id: userId } = await busyUser();
      const linkOf = async (title: string) => {
        const { id } = await db().occurrence.findFirstOrThrow({ where: { title } });
        return readLink(userId, id, NOW);
      };
      expect(await linkOf('Two links')).toMatchObject({
        meeting_url: 'https://us02web.zoom.us/j/85012345678',
        chosen_by: 'person',
      });
      expect(await linkOf('Lost link')).toMatchObject({
        meeting_url: 'https://meet.google.com/xyz-defg-hij',
        choice_rests: true,
      });
    });

    it('allows removed bots to be restored with the override from before', async () => {
      const user = await busyUser();
      const removed = [await botOf('Review of the quarter'), await botOf('Pitch')];
      const leaving = await botOf('Meeting Taken off while there');
      const ids = [...removed, leaving].map(({ id }) => id);
      const { restored, skipped } = await restoreBots(user, ids, 'person', NOW);
      expect(skipped).toEqual([]);
      expect(restored.map(({ bot_id }) => bot_id).sort()).toEqual([...ids].sort());
      const back = await db().scheduledBot.findMany({
        where: { id: { in: restored.map(({ restored_as }) => restored_as) } },
        include: { occurrence: true },
        orderBy: { title: 'asc' },
      });
      expect(back.map((bot) => [bot.title, bot.status, bot.occurrence?.override])).toEqual([
        ['Meeting Taken off while there', 'InMeeting', null],
        ['Pitch', 'Scheduled', 'always'],
        ['Review of the quarter', 'Scheduled', null],
      ]);
      expect(back.at(-1)).toMatchObject({
        botName: 'Clerk',
        customAttributes: { team: 'b' },
        joinOffsetSeconds: -3600,
      });
    });

    it('continues auto-reschedule with the configuration from before', async () => {
      const { id } = await seriesNamed('Weekly');
      const booked = await botOf('Weekly');
      expect(await scheduleNextOccurrence(id, NOW)).toMatchObject({ state: 'not_yet' });
      await db().scheduledBot.update({ where: { id: booked.id }, data: { status: 'Done' } });
      const next = await scheduleNextOccurrence(id, new Date(+booked.meetingEnd + 60_000));
      expect(next).toMatchObject({
        state: 'scheduled',
        joinAt: new Date(+booked.joinAt + 7 * DAY).toISOString(),
      });
      const bot = await botOf('Weekly');
      expect(bot.id).not.toBe(booked.id);
      expect(bot).toMatchObject({ botName: 'Chronicler', botConfig: { bot_message: 'Each week.' } });
    });
  },
  ['pglite', 'postgres'],
  restoreDump,
);
