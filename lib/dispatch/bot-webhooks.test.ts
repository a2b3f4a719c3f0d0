import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount, scheduleBody } from '@/test/account';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  jobs,
  MINUTE,
  now,
  pass,
  received,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { askSilentBots } from './ask-silent-bots';
import { setBotProvider } from './choose-provider';
import { dispatchBot } from './dispatch-bot';
import { endSilentBots } from './end-overdue-bots';
import { receiveBotWebhook } from './receive-bot-webhook';

const PROVIDERS = ['meetstream', 'attendee'] as const;
type Name = (typeof PROVIDERS)[number];
const CREATE = { meetstream: '/create_bot$', attendee: '/attendee/api/v1/bots$' };
const STATUS = { meetstream: '/status$', attendee: '/attendee/api/v1/bots/[^/]+$' };
const OTHER_LINK = 'https://us02web.zoom.us/j/5551234567';

/** An account whose bots a provider sends, with a meeting in half an hour and a bot for it. */
async function withBot(provider: Name | null) {
  const account = await newAccount();
  if (provider) await choose(account, provider);
  const google = await account.add('Standup', 30 * MINUTE);
  await account.sync();
  const event = await account.event(google.id);
  const { bot_id: botId } = await scheduleBot(account.user, event.id, scheduleBody(), 'api', now());
  return { account, google, event, botId };
}

/** The same, with the bot on its way. */
async function withBotSent(provider: Name | null) {
  const made = await withBot(provider);
  pass(29 * MINUTE);
  await runJobs();
  return made;
}

const choose = (account: Account, provider: Name | null) =>
  setBotProvider(account.user.id, account.connection.id, provider, 'api', now());
const atProvider = () => [...sandbox.world.bots.values()];
const joinedBots = () => atProvider().filter((bot) => !['Stopped', 'Done'].includes(bot.status));
const advance = (to: string, reason?: string) =>
  control('POST', `/bots/${atProvider().at(-1)?.id}/advance`, { to, reason });
const lose = (provider: Name) =>
  control('POST', '/faults', {
    match: { path: CREATE[provider], method: 'POST' },
    times: 1,
    effect: { afterWork: true, cutConnection: true },
  });

describeServices('reports of both providers', () => {
  describe.each(PROVIDERS)('%s', (provider) => {
    const receive = (report: { headers: Headers; body: string } | undefined, as: string = provider) =>
      receiveBotWebhook(as, report?.headers ?? new Headers(), report?.body ?? '', now());

    it('move a bot on, step by step, and say who did what, why, and from what to what', async () => {
      const { account, botId } = await withBotSent(provider);
      await advance('bot.done');
      await received('webhooks', provider === 'meetstream' ? 10 : 7);
      expect(await account.bot()).toMatchObject({ status: 'Done', provider });
      const entries = await db().activityEntry.findMany({
        where: { botId, action: 'bot.status' },
        orderBy: { id: 'asc' },
      });
      const path = ['Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving', 'Done'];
      // It is Joining since it was sent.
      expect(entries.map(({ actor, cause, before, after }) => [actor, cause, before, after])).toEqual(
        path.slice(1).map((status, i) => ['provider', 'provider_report', { status: path[i] }, { status }]),
      );
    });

    it('repeated, out of order, late: the furthest state stands, and an end is an end', async () => {
      const { account, botId } = await withBotSent(provider);
      inbox.hold = true;
      await advance('bot.stopped');
      await received('webhooks', 6);
      const reports = inbox.webhooks;
      const [, waiting, inMeeting, recording, , stopped] = reports;
      const states: string[] = [];
      for (const report of [inMeeting, waiting, inMeeting, stopped, recording, stopped, ...reports]) {
        expect(await receive(report)).toBe('accepted');
        states.push((await account.bot()).status);
      }
      expect(states.slice(0, 4)).toEqual(['InMeeting', 'InMeeting', 'InMeeting', 'Done']);
      expect(new Set(states.slice(3))).toEqual(new Set(['Done']));
      expect(await db().activityEntry.count({ where: { botId, action: 'bot.status' } })).toBe(2);
    });

    it('that are unsigned, changed, too old or another provider’s change nothing', async () => {
      const { account } = await withBotSent(provider);
      inbox.hold = true;
      await advance('bot.inmeeting');
      await received('webhooks', 3);
      const report = inbox.webhooks[2];
      const { headers, body } = report ?? { headers: new Headers(), body: '' };
      expect(await receive({ headers: new Headers(), body })).toBe('not_authentic');
      expect(await receive({ headers, body: body.replace(/in ?meeting|joined_not_recording/i, 'x') })).toBe(
        'not_authentic',
      );
      const other = provider === 'meetstream' ? 'attendee' : 'meetstream';
      expect(await receive(report, other)).toBe('not_authentic');
      expect(await receive(report, 'nobody')).toBe('unknown_provider');
      pass(6 * MINUTE);
      expect(await receive(report)).toBe('not_authentic');
      expect((await account.bot()).status).toBe('Joining');
    });

    it('of bots that nobody here knows are taken, and change nothing', async () => {
      const { account } = await withBotSent(provider);
      inbox.hold = true;
      await advance('bot.inmeeting');
      await received('webhooks', 3);
      await db().user.delete({ where: { id: account.user.id } });
      expect(await receive(inbox.webhooks[2])).toBe('accepted');
      expect(await db().activityEntry.count()).toBe(0);
    });

    it('that come before the answer to the request are believed', async () => {
      const { account, botId } = await withBot(provider);
      pass(29 * MINUTE);
      await lose(provider);
      await dispatchBot(botId, 1, now);
      await advance('bot.inmeeting');
      await received('webhooks', 3);
      expect(await account.bot()).toMatchObject({ status: 'InMeeting', providerBotId: atProvider()[0]?.id });
      pass(MINUTE);
      await sweep(now());
      await runJobs();
      expect(atProvider()).toHaveLength(1);
    });

    it('that never come: the bot is asked about, at most every three minutes', async () => {
      const { account, botId } = await withBotSent(provider);
      for (const bot of atProvider()) bot.callbackUrl = undefined;
      await advance('bot.recording');
      const asked = async () => {
        const { items } = await control('GET', '/log?kind=bots');
        return items.filter(
          (call: { method: string; path: string }) =>
            call.method === 'GET' && new RegExp(STATUS[provider]).test(call.path),
        ).length;
      };
      pass(2 * MINUTE);
      expect([await askSilentBots(now()), await asked()]).toEqual([0, 0]);
      pass(2 * MINUTE);
      // It fails, and is made again three minutes later.
      await control('POST', '/faults', {
        match: { path: STATUS[provider], method: 'GET' },
        times: 1,
        effect: { status: 503 },
      });
      expect([await askSilentBots(now()), await asked()]).toEqual([0, 1]);
      expect([await askSilentBots(now()), await asked()]).toEqual([0, 1]);
      pass(3 * MINUTE + 1);
      expect([await askSilentBots(now()), await asked()]).toEqual([1, 2]);
      expect((await account.bot()).status).toBe('Recording');
      const entry = await db().activityEntry.findFirstOrThrow({ where: { botId, action: 'bot.status' } });
      expect(entry).toMatchObject({
        actor: 'provider',
        cause: 'provider_asked',
        before: { status: 'Joining' },
        after: { status: 'Recording' },
      });
      pass(4 * MINUTE);
      await advance('bot.done');
      expect(await askSilentBots(now())).toBe(1);
      expect((await account.bot()).status).toBe('Done');
      pass(HOUR);
      expect([await askSilentBots(now()), await asked()]).toEqual([0, 3]);
    });

    it('the meeting moves to another room while it is inside: it leaves, and another one comes', async () => {
      const { account, google } = await withBotSent(provider);
      await advance('bot.inmeeting');
      await received('webhooks', 3);
      await account.edit(google.id, { link: OTHER_LINK });
      await account.sync();
      pass(1000);
      await runJobs();
      await received('webhooks', 5);
      expect(joinedBots()).toMatchObject([{ provider, meetingLink: OTHER_LINK }]);
      expect((await account.bots()).map((bot) => [bot.status, bot.provider])).toEqual([
        ['Cancelled', provider],
        ['Joining', provider],
      ]);
    });
  });

  describe('who sends a bot', () => {
    it('is the installation’s provider, unless its account has one of its own', async () => {
      const usual = await withBot(null);
      const own = await withBot('attendee');
      pass(29 * MINUTE + 30_000);
      await sweep(now());
      await runJobs();
      expect((await usual.account.bot()).provider).toBe('meetstream');
      expect((await own.account.bot()).provider).toBe('attendee');
      expect(new Set(atProvider().map((bot) => bot.provider))).toEqual(new Set(PROVIDERS));
    });

    it('is the one that an account chose, also when it alone is set up here', async () => {
      const { account } = await withBot('attendee');
      const { MEETSTREAM_API_KEY } = env();
      env().MEETSTREAM_API_KEY = undefined;
      try {
        pass(29 * MINUTE);
        await runJobs();
      } finally {
        env().MEETSTREAM_API_KEY = MEETSTREAM_API_KEY;
      }
      expect((await account.bot()).provider).toBe('attendee');
    });

    it('is decided when it sets out: booked before the change, sent after it', async () => {
      const { account } = await withBot(null);
      await choose(account, 'attendee');
      pass(29 * MINUTE);
      await runJobs();
      expect(atProvider()).toMatchObject([{ provider: 'attendee' }]);
    });

    it('changed while it is in the room: it is recalled where it is, and its successor comes from the other', async () => {
      const { account, google } = await withBotSent('attendee');
      await advance('bot.inmeeting');
      await received('webhooks', 3);
      await choose(account, 'meetstream');
      await advance('bot.recording');
      await received('webhooks', 4);
      expect(await account.bot()).toMatchObject({ status: 'Recording', provider: 'attendee' });
      await account.edit(google.id, { link: OTHER_LINK });
      await account.sync();
      pass(1000);
      await runJobs();
      await received('webhooks', 6);
      expect(atProvider().map((bot) => [bot.provider, bot.meetingLink === OTHER_LINK])).toEqual([
        ['attendee', false],
        ['meetstream', true],
      ]);
      expect(joinedBots()).toMatchObject([{ provider: 'meetstream' }]);
    });

    it.each(PROVIDERS)(
      'changed after an answer of %s was lost: asked there again, never two bots',
      async (first) => {
        const { account, botId } = await withBot(first);
        pass(29 * MINUTE);
        await lose(first);
        expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'retry' });
        await choose(account, first === 'attendee' ? 'meetstream' : 'attendee');
        pass(MINUTE);
        await sweep(now());
        await runJobs();
        expect(atProvider()).toMatchObject([{ provider: first, id: (await account.bot()).providerBotId }]);
      },
    );

    it('changed after a bot was lost and its row ended: the report of the first provider still finds it', async () => {
      const { account, event, botId } = await withBot('attendee');
      pass(29 * MINUTE);
      await lose('attendee');
      await dispatchBot(botId, 1, now);
      await unscheduleBot(account.user.id, event.id, { cancel_all_occurrences: false }, 'api', now());
      await choose(account, 'meetstream');
      jobs.length = 0;
      await advance('bot.joining');
      await received('webhooks', 1);
      pass(MINUTE);
      await sweep(now());
      await runJobs();
      await received('webhooks', 3);
      expect(joinedBots()).toEqual([]);
      expect(await account.bot()).toMatchObject({ status: 'Cancelled', provider: 'attendee' });
    });

    it('whose settings are gone again is not asked: the installation’s provider is', async () => {
      const { account } = await withBot('attendee');
      const { ATTENDEE_API_KEY } = env();
      env().ATTENDEE_API_KEY = undefined;
      try {
        pass(29 * MINUTE);
        await runJobs();
      } finally {
        env().ATTENDEE_API_KEY = ATTENDEE_API_KEY;
      }
      expect((await account.bot()).provider).toBe('meetstream');
    });
  });
}, ['pglite']);

describeServices('many bots of which nothing is heard', () => {
  /** One bot that is on its way, and so many more that the provider has never heard of. */
  async function withManyBots(count: number) {
    const { botId } = await withBotSent(null);
    const bot = await db().scheduledBot.findUniqueOrThrow({ where: { id: botId } });
    const many = Array.from({ length: count }, (_, index) => ({
      ...bot,
      id: `${bot.id}${index}`,
      occurrenceId: null,
      providerBotId: `lost${index}`,
      customAttributes: {},
      botConfig: {},
    }));
    await db().scheduledBot.createMany({ data: many });
    return many.map(({ id }) => id);
  }
  const askedAbout = async () => {
    const { items } = await control('GET', '/log?kind=bots&path=/status');
    return new Set(items.map(({ path }: { path: string }) => path.split('/').at(-2)));
  };

  it('are all asked about within a minute', async () => {
    await withManyBots(120);
    pass(4 * MINUTE);
    await askSilentBots(now());
    expect((await askedAbout()).size).toBe(121);
  });

  it('are asked about in turn, no more of them at once than a slow provider has; another one is not held up', async () => {
    const ids = await withManyBots(120);
    pass(4 * MINUTE);
    // Most have been asked about before; those for whom there was no time are first now.
    await db().scheduledBot.updateMany({
      where: { id: { notIn: ids.slice(70) } },
      data: { nextAttemptAt: new Date(+now() - 1) },
    });
    const attendee = await withBot('attendee');
    const { id } = await attendee.account.bot();
    await db().scheduledBot.update({
      where: { id },
      data: {
        status: 'InMeeting',
        provider: 'attendee',
        providerBotId: 'bot_unknown',
        updatedAt: new Date(0),
      },
    });
    const held = sandbox.world.faults.add({ match: { path: '/status$' }, effect: { hold: true } });
    const asking = askSilentBots(now());
    await until(() => held.holding === 50);
    await until(async () => {
      const { items } = await control('GET', '/log?kind=bots&path=/bot_unknown');
      return items.length === 1;
    });
    const turns = await db().scheduledBot.findMany({
      where: { provider: 'meetstream', nextAttemptAt: { gt: now() } },
    });
    expect(turns.map((bot) => bot.id).sort()).toEqual(ids.slice(70).sort());
    // None is given up that nobody was asked about.
    pass(8 * HOUR);
    await endSilentBots(now());
    expect(await db().scheduledBot.count({ where: { status: 'Done' } })).toBe(0);
    sandbox.world.faults.remove();
    await asking;
    expect((await askedAbout()).size).toBe(121);
    await askSilentBots(now());
    await endSilentBots(now());
    expect(await db().scheduledBot.count({ where: { status: 'Done' } })).toBe(122);
  });
}, ['pglite']);

// In earnest at once on the real server only.
describeServices('reports that come all at once', () => {
  it.each(PROVIDERS)('of %s, each of them twice: one way forward, told once', async (provider) => {
    const { account, botId } = await withBotSent(provider);
    inbox.hold = true;
    await advance('bot.stopped');
    await received('webhooks', 6);
    await Promise.all(
      [...inbox.webhooks, ...inbox.webhooks].map((report) =>
        receiveBotWebhook(provider, report.headers, report.body, now()),
      ),
    );
    expect((await account.bot()).status).toBe('Done');
    const entries = await db().activityEntry.findMany({
      where: { botId, action: 'bot.status' },
      orderBy: { id: 'asc' },
    });
    const steps = entries.map(({ before, after }) => [before, after] as { status: string }[]);
    // Each goes on from where the one before it ended.
    expect(steps.map(([before]) => before?.status)).toEqual([
      'Joining',
      ...steps.slice(0, -1).map(([, after]) => after?.status),
    ]);
    expect(steps.at(-1)?.[1]?.status).toBe('Done');
  });
}, ['postgres']);
