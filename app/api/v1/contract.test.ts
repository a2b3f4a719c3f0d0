import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { OPERATIONS } from '@/lib/contract/operations';
import * as account from '@/lib/contract/operations/account';
import * as autoSchedule from '@/lib/contract/operations/auto-schedule';
import * as bots from '@/lib/contract/operations/bots';
import * as calendars from '@/lib/contract/operations/calendars';
import type { Operation } from '@/lib/contract/operations/operation';
import * as scheduling from '@/lib/contract/operations/scheduling';
import { db } from '@/lib/platform/database/client';
import { setJobSender } from '@/lib/platform/jobs';
import { type Account, newAccount, newPerson } from '@/test/account';
import { type Answer, type Call, callRoute } from '@/test/api';
import { describeOnDatabases } from '@/test/database';
import { DAY, describeServices, HOUR, later, now } from '@/test/harness';
import { wrongInputs } from '@/test/wrong-inputs';

/** One user with a key, a single meeting and a weekly one, both with a link. */
type World = { account: Account; key: string; keyId: string; single: string; series: string };

const json: Operation[] = OPERATIONS.filter(
  (operation: Operation) =>
    !operation.mediaType && !operation.isPublic && !operation.isForPeople && !operation.isForAdministrators,
);
const named = json.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

process.env.RATE_LIMIT = '100000';
// A race is a race on the real server only; without one the rest is still tested.
const kinds = [process.env.TEST_DATABASE_URL ? ('postgres' as const) : ('pglite' as const)];

async function newWorld(): Promise<World> {
  const account = await newAccount();
  const single = await account.add('Review', DAY);
  const series = await account.add('Standup', 2 * DAY, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=10'] });
  await account.sync();
  const { key, id } = await createApiKeyFor(account.email, 'For a test', now());
  await db().apiKey.updateMany({ data: { mayManageKeys: true } });
  return {
    account,
    key,
    keyId: id,
    single: (await account.event(single.id)).id,
    series: (await account.event(series.id)).id,
  };
}

/** The bot of the single meeting. */
async function schedule({ key, single }: World): Promise<string> {
  const { body } = await callRoute(scheduling.schedule, key, { params: { event_id: single } });
  return body.bot_id;
}

/** A right request to each operation. */
const RIGHT: Record<string, (world: World) => Call | Promise<Call>> = {
  createCalendar: ({ account: { credentials } }) => ({
    body: {
      google_client_id: credentials.clientId,
      google_client_secret: credentials.clientSecret,
      google_refresh_token: credentials.refreshToken,
    },
  }),
  listCalendars: () => ({}),
  listCalendarsByName: () => ({}),
  calendarHealth: () => ({}),
  disconnect: ({ account }) => ({ body: { provider: 'google_calendar', account_id: account.email } }),
  disconnectByDelete: () => ({}),
  listEvents: () => ({ query: { q: 'review', has_link: 'true', has_bot: 'false', show_deleted: 'true' } }),
  getEvents: () => ({ query: { expand: 'false', limit: '100', updated_min: later(-DAY) } }),
  countSeriesBots: ({ series }) => ({ params: { event_id: series } }),
  setOverride: ({ series }) => ({ params: { event_id: series }, body: { override: 'always' } }),
  scheduleBot: ({ series }) => ({
    params: { event_id: series },
    body: {
      schedule_all_occurrences: true,
      occurrence_limit: 3,
      bot_config: { bot_name: 'Scribe', odd: { deep: [1] } },
    },
  }),
  unscheduleBot: async (world) => {
    await schedule(world);
    return { params: { event_id: world.single } };
  },
  listScheduledBots: async (world) => {
    await schedule(world);
    return { query: { limit: '1' } };
  },
  listBots: async (world) => {
    await schedule(world);
    return { query: { view: 'upcoming', status_group: 'scheduled', source: 'manual', q: 'review' } };
  },
  countBots: () => ({ query: { view: 'past', time_min: later(0), time_max: later(DAY) } }),
  readBotStatus: async (world) => ({ params: { bot_id: await schedule(world) } }),
  readBot: async (world) => ({ params: { bot_id: await schedule(world) } }),
  updateBot: async (world) => ({
    params: { bot_id: await schedule(world) },
    body: { scheduled_join_time: later(DAY - HOUR), bot_username: 'Clerk', custom_attributes: { team: 'a' } },
  }),
  cancelBots: async (world) => ({ body: { bot_ids: [await schedule(world), 'bot_none'] } }),
  restoreBots: async (world) => ({ body: { bot_ids: [await schedule(world)] } }),
  deleteBot: async (world) => ({ params: { bot_id: await schedule(world) } }),
  enableAutoSchedule: () => ({ body: { default_bot_config: { bot_name: 'Scribe' } } }),
  disableAutoSchedule: () => ({ body: { cancel_scheduled: true } }),
  readAutoScheduleSettings: () => ({}),
  setRules: () => ({ body: { only: { attendees: 'external' } } }),
  previewRules: () => ({ body: { rules: { only: { attendees: 'external' } } } }),
  updateAutoScheduleSettings: () => ({ body: { default_bot_config: { bot_name: 'Scribe', odd: [1] } } }),
  toggleRecurrence: ({ series }) => ({ body: { event_id: series, recurring_enabled: true } }),
  autoReschedule: ({ series }) => ({ body: { event_id: series } }),
  listConnections: () => ({}),
  updateConnection: ({ account }) => ({
    params: { connection_id: account.connection.id },
    body: { bot_provider: 'attendee' },
  }),
  readCallbackSecret: () => ({}),
  replaceCallbackSecret: () => ({}),
  endPreviousSecret: () => ({}),
  updateCalendar: ({ account }) => ({ params: { id: account.email }, body: { sync_enabled: false } }),
  resyncCalendars: ({ account }) => ({ body: { account_id: account.email } }),
  getLink: ({ single }) => ({ params: { event_id: single } }),
  chooseLink: ({ single }) => ({ params: { event_id: single }, body: { meeting_url: null } }),
  readCalendarFeed: () => ({}),
  renewCalendarFeed: () => ({}),
  revokeCalendarFeed: () => ({}),
  readSettings: () => ({}),
  updateSettings: () => ({ body: { time_zone: 'Asia/Tokyo' } }),
  listApiKeys: () => ({}),
  createApiKey: () => ({ body: { name: 'Notetaker' } }),
  revokeApiKey: ({ keyId }) => ({ params: { key_id: keyId } }),
  listActivity: async (world) => {
    await schedule(world);
    return { query: { event_id: world.single, kind: 'bot', actor: 'api', limit: '1', time_max: later(DAY) } };
  },
  exportAccount: () => ({}),
  deleteAccount: ({ account }) => ({ body: { confirm: account.email } }),
  readMetrics: () => ({ query: { days: '30' } }),
  exportActivityAsJson: ({ series }) => ({ query: { event_id: series, q: 'nothing', time_min: later(0) } }),
};

const refused = (status: number, error: string) => ({ status, body: expect.objectContaining({ error }) });

describeServices(
  'the contract',
  () => {
    let world: World;
    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: now() });
      world = await newWorld();
      return () => void vi.useRealTimers();
    });

    it('has a right request for every operation, and wrong ones from its description', () => {
      expect(json.map((operation) => operation.id).filter((id) => !RIGHT[id])).toEqual([]);
      const wrong = [...wrongInputs(scheduling.schedule, {})].map(({ path }) => path);
      expect(wrong).toContain('bot_config.automatic_leave.in_call_recording_timeout');
      expect(wrong.length).toBeGreaterThan(150);
    });

    describe.each(named)('%s', (_name, operation) => {
      const right = async () => (await RIGHT[operation.id]?.(world)) ?? {};

      it('answers a right request, and a POST with an Idempotency-Key once', async () => {
        const call = { ...(await right()), headers: { 'Idempotency-Key': 'one' } };
        const first = await callRoute(operation, world.key, call);
        expect(Object.keys(operation.answers).map(Number)).toContain(first.status);
        if (operation.method !== 'POST') return;
        const again = await callRoute(operation, world.key, call);
        expect(again).toMatchObject({ status: first.status, body: first.body });
        expect(again.headers.get('Idempotent-Replayed')).toBe('true');
        expect(first.headers.get('Idempotent-Replayed')).toBeNull();
        const other = await callRoute(operation, world.key, { ...call, query: 'other=1' });
        expect(other).toMatchObject(refused(409, 'idempotency_key_reused'));
      });
    });

    it('schedules one bot when fifty clients ask at once, and names it to the others', async () => {
      const call = { params: { event_id: world.single } };
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => callRoute(scheduling.schedule, world.key, call)),
      );
      const [scheduled, ...more] = answers.filter((answer) => answer.status === 201);
      expect(more).toEqual([]);
      const others = answers.filter((answer) => answer !== scheduled);
      expect(others).toHaveLength(49);
      for (const other of others) {
        expect(other).toMatchObject(refused(409, 'already_scheduled'));
        expect(other.body.bot_id).toBe(scheduled?.body.bot_id);
      }
      expect(await world.account.bots()).toHaveLength(1);
    });

    it('carries fifty equal requests with one Idempotency-Key out once', async () => {
      const call = { params: { event_id: world.single }, headers: { 'Idempotency-Key': 'fifty' } };
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => callRoute(scheduling.schedule, world.key, call)),
      );
      const scheduled = answers.filter((answer) => answer.status === 201);
      expect(new Set(scheduled.map((answer) => answer.body.bot_id)).size).toBe(1);
      expect(scheduled.filter((answer) => !answer.headers.get('Idempotent-Replayed'))).toHaveLength(1);
      for (const answer of answers.filter((other) => other.status !== 201)) {
        expect(answer).toMatchObject(refused(409, 'idempotency_in_progress'));
      }
      expect(await world.account.bots()).toHaveLength(1);
    });

    it('takes no configuration that is too large to be copied to hundreds of bots, nor makes one piece by piece', async () => {
      const large = { bot_message: 'ö'.repeat(9_000) };
      const tooLarge = (path: string) => ({
        status: 400,
        body: expect.objectContaining({ details: [expect.objectContaining({ path })] }),
      });
      const call = { params: { event_id: world.single }, body: { bot_config: large } };
      expect(await callRoute(scheduling.schedule, world.key, call)).toMatchObject(tooLarge('bot_config'));
      const enable = callRoute(autoSchedule.enableAutoSchedule, world.key, {
        body: { default_bot_config: large },
      });
      expect(await enable).toMatchObject(tooLarge('default_bot_config'));
      const params = { bot_id: await schedule(world) };
      const half = { bot_message: 'x'.repeat(9_000) };
      const patch = (bot_config: object) =>
        callRoute(bots.updateBot, world.key, { params, body: { bot_config } });
      expect((await patch(half)).status).toBe(200);
      expect(await patch({ another: half })).toMatchObject(tooLarge('bot_config'));
    });

    it('takes a time zone by its IANA name, and nothing that is none', async () => {
      const set = (time_zone: unknown) =>
        callRoute(account.updateSettings, world.key, { body: { time_zone } });
      for (const wrong of ['Mars/Olympus', '+02:00', '', 'Tokyo', 7]) {
        const answer = await set(wrong);
        expect(answer).toMatchObject(refused(400, 'validation_failed'));
        expect(answer.body.details).toEqual([
          {
            path: 'time_zone',
            message: 'must be the IANA name of a time zone, such as Europe/Stockholm, or null',
          },
        ]);
      }
      expect((await set('europe/berlin')).body).toMatchObject({ time_zone: 'Europe/Berlin' });
      expect((await callRoute(account.readSettings, world.key)).body).toMatchObject({
        time_zone: 'Europe/Berlin',
      });
    });

    it('takes an order of platforms by their names, each once', async () => {
      const set = (platform_order: unknown) =>
        callRoute(account.updateSettings, world.key, { body: { platform_order } });
      for (const [order, path] of [
        [['Zoom', 'zoom'], 'platform_order.1'],
        [['Zoom', 'Teams', 'Zoom'], 'platform_order.2'],
        ['Zoom', 'platform_order'],
      ] as const) {
        const { status, body } = await set(order);
        expect(status).toBe(400);
        expect(body.details).toMatchObject([{ path }]);
      }
      expect((await set(['Teams', 'Zoom'])).body).toMatchObject({ platform_order: ['Teams', 'Zoom'] });
      expect((await set(null)).body).toMatchObject({ platform_order: [] });
    });

    it('connects an account that is new with 201, and refuses the wrong names and credentials', async () => {
      const { credentials } = await newPerson();
      const body = {
        google_client_id: credentials.clientId,
        google_client_secret: credentials.clientSecret,
        google_refresh_token: credentials.refreshToken,
      };
      const connect = (sent: object) => callRoute(calendars.createCalendar, world.key, { body: sent });
      expect(await connect({ ...body, google_refresh_token: 'no' })).toMatchObject(
        refused(400, 'invalid_google_credentials'),
      );
      const names = await connect({ client_id: 'x', client_secret: 'y', refresh_token: 'z' });
      for (const name of ['google_client_id', 'google_client_secret', 'google_refresh_token']) {
        expect(names.body.message).toContain(`use ${name}`);
      }
      expect((await connect(body)).status).toBe(201);
      expect((await connect(body)).status).toBe(200);
      const several = await callRoute(calendars.disconnect, world.key);
      expect(several.status).toBe(400);
      expect(several.body).toMatchObject({
        code: 'ambiguous_disconnect',
        error: expect.stringContaining(' '),
        scope: 'all',
        connection_count: 2,
      });
    });
  },
  kinds,
);

describeOnDatabases(
  'what the contract refuses',
  () => {
    let world: World;
    let foreignKey: string;
    let before: unknown;
    beforeAll(async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: now() });
      setJobSender(async () => {});
      world = await newWorld();
      await schedule(world);
      foreignKey = (await createApiKeyFor((await newPerson()).email, 'Foreign', now())).key;
      await db().apiKey.updateMany({ data: { mayManageKeys: true } });
      before = await everything();
    });
    afterEach(async () => expect(await everything()).toEqual(before));
    afterAll(() => void vi.useRealTimers());

    describe.each(named)('%s', (_name, operation) => {
      const right = async () => (await RIGHT[operation.id]?.(world)) ?? {};

      it('refuses what is wrong, each with its path', async () => {
        const call = await right();
        const answers: [unknown, Answer][] = [];
        for (const { path, call: wrong } of wrongInputs(operation, call)) {
          const answer = await callRoute(operation, world.key, wrong);
          answers.push([wrong, answer]);
          const paths = ((answer.body.details ?? []) as { path: string }[]).map((detail) => detail.path);
          const said = `${path} in ${JSON.stringify(wrong.body ?? wrong.query)}`;
          expect.soft(answer, said).toMatchObject(refused(400, 'validation_failed'));
          expect
            .soft(
              paths.some((told) => told === path || told.startsWith(`${path}.`)),
              `${said}: ${paths}`,
            )
            .toBe(true);
        }
        for (const [text, status, error, headers] of operation.body ? UNREADABLE : []) {
          const answer = await callRoute(operation, world.key, { ...call, body: undefined, text, headers });
          expect.soft(answer, String(text).slice(0, 40)).toMatchObject(refused(status, error));
          answers.push([text, answer]);
        }
        for (const [sent, { body }] of answers) {
          expect.soft(body.message, JSON.stringify(sent)).toMatch(/^\S.*[^.]\.$/);
        }
      });

      it("refuses a bad key, and does not know another user's ids", async () => {
        const call = await right();
        expect(await callRoute(operation, 'ush_wrong', call)).toMatchObject(refused(403, 'forbidden'));
        if (!call.params && !(call.body as { event_id?: string } | undefined)?.event_id) return;
        const foreign = await callRoute(operation, foreignKey, call);
        expect(foreign).toMatchObject(refused(404, 'not_found'));
        const params =
          call.params && Object.fromEntries(Object.keys(call.params).map((name) => [name, 'none']));
        const body = call.body && {
          ...call.body,
          ...('event_id' in (call.body as object) ? { event_id: 'none' } : {}),
        };
        const noOnes = await callRoute(operation, world.key, { ...call, params, body });
        expect(noOnes.body.message).toBe(foreign.body.message);
      });
    });
  },
  kinds,
);

/** What no refused request may change. */
async function everything(): Promise<unknown> {
  const [bots, events, users, connections, keys] = await Promise.all([
    db().scheduledBot.findMany({ orderBy: { id: 'asc' } }),
    db().event.findMany({ orderBy: { id: 'asc' } }),
    db().user.findMany({ orderBy: { id: 'asc' }, omit: { updatedAt: true } }),
    db().calendarConnection.findMany({ orderBy: { id: 'asc' } }),
    db().apiKey.findMany({ orderBy: { id: 'asc' }, omit: { lastUsedAt: true } }),
  ]);
  return { bots, events, users, connections, keys };
}

const bytes = (...values: number[]) => new Uint8Array(values);
const deep = `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`;

/** Bodies that are no request at all. */
const UNREADABLE: [
  text: string | Uint8Array<ArrayBuffer>,
  status: number,
  error: string,
  headers?: Record<string, string>,
][] = [
  ['{', 400, 'invalid_json'],
  ['{"a":1}trailing', 400, 'invalid_json'],
  ["{'single': 'quotes'}", 400, 'invalid_json'],
  [bytes(0x7b, 0x22, 0xff, 0x22, 0x7d), 400, 'invalid_json'],
  ['{"a":1}', 400, 'invalid_content_type', { 'Content-Type': 'text/plain' }],
  ['a=1', 400, 'invalid_content_type', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['[]', 400, 'validation_failed'],
  ['"text"', 400, 'validation_failed'],
  ['null', 400, 'validation_failed'],
  [deep, 400, 'validation_failed'],
  [`${'['.repeat(100_000)}`, 400, 'invalid_json'],
  ['{"__proto__":{"admin":true}}', 400, 'validation_failed'],
  ['{"bot_config":{"bot_name":"a\\u0000b"}}', 400, 'validation_failed'],
  ['{"bot_config":{"odd":1e999}}', 400, 'validation_failed'],
  [`{"a":"${'x'.repeat(300_000)}"}`, 413, 'payload_too_large'],
];
