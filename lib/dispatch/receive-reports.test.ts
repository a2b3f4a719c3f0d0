import { describe, expect, it, vi } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { logger } from '@/lib/platform/logger';
import { signedHeaders } from '@/sandbox/bots/meetstream-webhook';
import {
  advanceNewest,
  atProvider,
  joinedBots,
  loseAnswer,
  OTHER_LINK,
  withBotOf,
  withSentBotOf,
} from '@/test/bots';
import {
  control,
  describeServices,
  HOUR,
  inbox,
  MINUTE,
  now,
  pass,
  type Report,
  received,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { askSilentBots, noteLostReports } from './ask-silent-bots';
import { dispatchBot } from './dispatch-due';
import { endSilentBots } from './end-bots';
import { type BotProvider, findProvider } from './providers';
import { type BotWebhook, receiveBotWebhook } from './receive-reports';
import { reportAddresses } from './report-address';

const PROVIDERS = ['meetstream', 'attendee'] as const;
const STATUS = { meetstream: '/status$', attendee: '/attendee/api/v1/bots/[^/]+$' };

/** Has MeetStream send every report a second time, signed, to the address for all bots. */
const toWorkspace = () => {
  const workspaceEndpoint = `${env().APP_URL}/api/webhooks/bots/meetstream`;
  return control('PUT', '/settings', { meetstream: { workspaceEndpoint } });
};

describeServices('Reports', () => {
  describe.each(PROVIDERS)('of %s', (provider) => {
    const receive = (report: Partial<BotWebhook> | undefined) =>
      receiveBotWebhook({ provider, headers: new Headers(), body: '', ...report }, now());

    it('move a bot on step by step, and are recorded with who did what, why, and from what to what', async () => {
      const { account, botId } = await withSentBotOf(provider);
      await advanceNewest('bot.done');
      await received('webhooks', provider === 'meetstream' ? 10 : 7);
      expect(await account.bot()).toMatchObject({ status: 'Done', provider });
      const entries = await db().activityEntry.findMany({
        where: { botId, action: 'bot.status' },
        orderBy: { id: 'asc' },
      });
      const path = ['Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving', 'Done'];
      // It is Joining from the moment it was sent.
      expect(entries.map(({ actor, cause, before, after }) => [actor, cause, before, after])).toEqual(
        path.slice(1).map((status, i) => ['provider', 'provider_report', { status: path[i] }, { status }]),
      );
    });

    it('only move a bot forward when they are repeated, late and out of order, and never past its end', async () => {
      const { account, botId } = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.stopped');
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

    it('change nothing when they are not signed as they must be, changed, too old or another provider’s', async () => {
      if (provider === 'meetstream') await toWorkspace();
      const { account } = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.inmeeting');
      await received('webhooks', provider === 'meetstream' ? 6 : 3);
      const signed = inbox.webhooks.filter(({ headers }) => /signature/.test([...headers.keys()].join()));
      const report = { ...signed[2], address: undefined };
      const { body = '' } = report;
      expect(await receive({ ...report, headers: new Headers() })).toBe('bad_signature');
      const changed = body?.replace(/in ?meeting|joined_not_recording/gi, 'x');
      expect(await receive({ ...report, body: changed ?? '' })).toBe('bad_signature');
      const other = provider === 'meetstream' ? 'attendee' : 'meetstream';
      expect(await receive({ ...report, provider: other })).toBe('bad_signature');
      expect(await receive({ ...report, provider: 'unknown' })).toBe('unknown_provider');
      pass(6 * MINUTE);
      expect(await receive(report)).toBe('bad_signature');
      expect((await account.bot()).status).toBe('Joining');
    });

    it('count at the address of their bot alone', async () => {
      const { account, botId } = await withSentBotOf(provider);
      const others = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.inmeeting');
      await received('webhooks', 3);
      const report = inbox.webhooks[2] as Report;
      const { token } = report.address ?? { token: '' };
      expect(report.address?.botId).toBe(others.botId);
      const outcomes: string[] = [];
      for (const address of [
        { botId, token },
        { botId: others.botId, token: token.slice(1) },
        { botId: others.botId, token: '' },
        { botId: others.botId, token: token.toUpperCase() },
        { botId: 'bot_unknown\0', token },
      ])
        outcomes.push(await receive({ ...report, address }));
      expect(new Set(outcomes)).toEqual(new Set(['bad_token']));
      // The other bot's own address, with what is reported about this one.
      const ours =
        (await reportAddresses())(findProvider(provider) as BotProvider, botId)
          ?.split('/')
          .at(-1) ?? '';
      expect(await receive({ ...report, address: { botId, token: ours } })).toBe('another_bot');
      for (const name of ['usher_bot_id', 'nobody']) {
        const body = report.body.replace('usher_bot_id', name);
        if (provider === 'meetstream')
          expect(await receive({ ...report, body, address: { botId, token: ours } })).toBe('another_bot');
      }
      expect([(await account.bot()).status, (await others.account.bot()).status]).toEqual([
        'Joining',
        'Joining',
      ]);
      expect(await receive(report)).toBe('accepted');
      expect([(await account.bot()).status, (await others.account.bot()).status]).toEqual([
        'Joining',
        'InMeeting',
      ]);
    });

    it('change nothing when the bot is unknown', async () => {
      const { account } = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.inmeeting');
      await received('webhooks', 3);
      await db().user.delete({ where: { id: account.user.id } });
      expect(await receive(inbox.webhooks[2])).toBe('unknown_bot');
      if (provider === 'attendee') {
        expect(await receive({ ...inbox.webhooks[2], address: undefined })).toBe('accepted');
      }
      expect(await db().activityEntry.count()).toBe(0);
    });

    it('count when they come before the answer to the request', async () => {
      const { account, botId } = await withBotOf(provider);
      pass(29 * MINUTE);
      await loseAnswer(provider);
      await dispatchBot(botId, 1, now);
      await advanceNewest('bot.inmeeting');
      await received('webhooks', 3);
      expect(await account.bot()).toMatchObject({ status: 'InMeeting', providerBotId: atProvider()[0]?.id });
      pass(MINUTE);
      await sweep(now());
      await runJobs();
      expect(atProvider()).toHaveLength(1);
    });

    it('are asked for when they do not come, at most every three minutes', async () => {
      const { account, botId } = await withSentBotOf(provider);
      for (const bot of atProvider()) bot.callbackUrl = undefined;
      await advanceNewest('bot.recording');
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
      // The call fails, and is repeated three minutes later.
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
      await advanceNewest('bot.done');
      expect(await askSilentBots(now())).toBe(1);
      expect((await account.bot()).status).toBe('Done');
      pass(HOUR);
      expect([await askSilentBots(now()), await asked()]).toEqual([0, 3]);
    });

    it('come from two bots when the link of the meeting changes: one leaves, the next joins', async () => {
      const { account, google } = await withSentBotOf(provider);
      await advanceNewest('bot.inmeeting');
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
}, ['pglite']);

describeServices('Reports of MeetStream', () => {
  const steps = async (botId: string) => {
    const entries = await db().activityEntry.findMany({
      where: { botId, action: 'bot.status' },
      orderBy: { id: 'asc' },
    });
    return entries.map(({ after }) => (after as { status: string }).status);
  };

  it('need no signature at the address of their bot, and no secret to be set', async () => {
    const { MEETSTREAM_WEBHOOK_SECRET } = env();
    Object.assign(env(), { MEETSTREAM_WEBHOOK_SECRET: undefined });
    try {
      const { account } = await withSentBotOf('meetstream');
      await advanceNewest('bot.recording');
      await received('webhooks', 4);
      expect(inbox.webhooks.map(({ headers }) => headers.get('x-meetstream-signature'))).toEqual(
        Array(4).fill(null),
      );
      expect((await account.bot()).status).toBe('Recording');
    } finally {
      Object.assign(env(), { MEETSTREAM_WEBHOOK_SECRET });
    }
  });

  it('count once when they come to the address of their bot and, signed, to the workspace’s', async () => {
    await toWorkspace();
    const { account, botId } = await withSentBotOf('meetstream');
    await advanceNewest('bot.done');
    await received('webhooks', 20);
    expect((await account.bot()).status).toBe('Done');
    expect(await steps(botId)).toEqual(['WaitingRoom', 'InMeeting', 'Recording', 'Leaving', 'Done']);
  });

  it('count where they do not name the bot, which their address does', async () => {
    await control('PUT', '/settings', { meetstream: { omit: ['bot_id', 'custom_attributes'] } });
    const { account, botId } = await withSentBotOf('meetstream');
    const { providerBotId } = await account.bot();
    await advanceNewest('bot.stopped');
    await received('webhooks', 6);
    expect(JSON.parse(inbox.webhooks[0]?.body ?? '')).not.toHaveProperty('bot_id');
    expect(await account.bot()).toMatchObject({ status: 'Done', providerBotId });
    expect(await steps(botId)).toHaveLength(5);
  });

  it('wait for the bot’s id where neither they nor an answer has told it', async () => {
    await control('PUT', '/settings', { meetstream: { omit: ['bot_id', 'custom_attributes'] } });
    const { account, botId } = await withBotOf('meetstream');
    pass(29 * MINUTE);
    await loseAnswer('meetstream');
    await dispatchBot(botId, 1, now);
    await advanceNewest('bot.inmeeting');
    await received('webhooks', 3);
    expect(await account.bot()).toMatchObject({ status: 'Joining', providerBotId: null });
    pass(MINUTE);
    await sweep(now());
    await runJobs();
    const { providerBotId } = await account.bot();
    expect(providerBotId).toBe(atProvider()[0]?.id);
    await advanceNewest('bot.recording');
    await received('webhooks', 4);
    expect(await account.bot()).toMatchObject({ status: 'Recording', providerBotId });
  });

  it.each([
    ['Kicked', 'Done', 'Removed by the host.'],
    ['Failed', 'Error', expect.any(String)],
  ])('end a bot in two layers (%s), and later ones change nothing', async (reason, status, statusReason) => {
    const { account, botId } = await withSentBotOf('meetstream');
    await advanceNewest('bot.inmeeting');
    await control('POST', `/bots/${atProvider()[0]?.id}/advance`, { to: 'bot.stopped', reason });
    await received('webhooks', 4);
    expect(JSON.parse(inbox.webhooks[3]?.body ?? '')).toMatchObject({ event: 'bot.stopped' });
    expect(await account.bot()).toMatchObject({ status, statusReason });
    const { history } = await advanceNewest('bot.done');
    await received('webhooks', history.length);
    for (const report of inbox.webhooks) await receiveBotWebhook(report, now());
    expect(await account.bot()).toMatchObject({ status, statusReason });
    expect(await steps(botId)).toEqual(['WaitingRoom', 'InMeeting', status]);
  });

  it('are not taken for another bot’s when their two ids disagree', async () => {
    await toWorkspace();
    const two = await withSentBotOf('meetstream');
    const one = await withBotOf('meetstream');
    pass(29 * MINUTE);
    await loseAnswer('meetstream');
    await dispatchBot(one.botId, 1, now);
    inbox.hold = true;
    const { providerBotId } = await two.account.bot();
    await control('POST', `/bots/${providerBotId}/advance`, { to: 'bot.inmeeting' });
    await received('webhooks', 6);
    const report = inbox.webhooks.find(
      ({ address, body }) => !address && body.includes('bot.inmeeting'),
    ) as Report;
    const body = report.body.replace(two.botId, one.botId);
    const headers = new Headers(signedHeaders(body, now()));
    expect(await receiveBotWebhook({ ...report, body, headers }, now())).toBe('another_bot');
    expect(await one.account.bot()).toMatchObject({ status: 'Joining', providerBotId: null });
    expect((await two.account.bot()).status).toBe('Joining');
  });

  it('that no bot takes are logged, each kind once a minute, without the token', async () => {
    const lines: string[] = [];
    const warn = vi
      .spyOn(logger, 'warn')
      .mockImplementation((...parts) => void lines.push(JSON.stringify(parts)));
    try {
      const { botId } = await withSentBotOf('meetstream');
      await advanceNewest('bot.joining');
      await received('webhooks', 1);
      const report = inbox.webhooks[0] as Report;
      const token = report.address?.token ?? '';
      pass(2 * MINUTE);
      for (let i = 0; i < 3; i++) {
        await receiveBotWebhook({ ...report, address: undefined }, now());
        await receiveBotWebhook({ ...report, address: { botId: 'bot_other', token } }, now());
        await receiveBotWebhook({ ...report, body: '{' }, now());
        await receiveBotWebhook({ ...report, body: null }, now());
        await receiveBotWebhook({ ...report, provider: 'nobody' }, now());
      }
      await db().scheduledBot.delete({ where: { id: botId } });
      await receiveBotWebhook(report, now());
      const reasons = lines.map((line) => JSON.parse(line)[0].reason);
      expect(reasons).toEqual([
        'bad_signature',
        'bad_token',
        'unreadable',
        'unknown_provider',
        'unknown_bot',
      ]);
      expect(lines.join()).not.toContain(token);
      pass(MINUTE);
      await receiveBotWebhook({ ...report, body: '{' }, now());
      expect(JSON.parse(lines.at(-1) ?? '[]')[0]).toMatchObject({ reason: 'unreadable', leftOut: 5 });
    } finally {
      warn.mockRestore();
    }
  });

  it('that were lost in an outage of ours are asked for by the next sweep, once', async () => {
    const { account } = await withSentBotOf('meetstream');
    for (const bot of atProvider()) bot.callbackUrl = undefined;
    await advanceNewest('bot.recording');
    pass(1000);
    expect(await askSilentBots(now())).toBe(0);
    noteLostReports();
    expect(await askSilentBots(now())).toBe(1);
    expect((await account.bot()).status).toBe('Recording');
    await advanceNewest('bot.stopped');
    pass(1000);
    expect(await askSilentBots(now())).toBe(0);
    // Other processes that start at the same time do not ask again.
    noteLostReports();
    expect(await askSilentBots(now())).toBe(0);
    pass(MINUTE);
    noteLostReports();
    expect(await askSilentBots(now())).toBe(1);
    expect((await account.bot()).status).toBe('Done');
  });

  it('that could not be stored are asked for by the next sweep', async () => {
    const { account } = await withSentBotOf('meetstream');
    inbox.hold = true;
    await advanceNewest('bot.recording');
    await received('webhooks', 4);
    await db().$executeRawUnsafe('ALTER TABLE "ScheduledBot" RENAME TO "Away"');
    await expect(receiveBotWebhook(inbox.webhooks[3] as Report, now())).rejects.toThrow();
    await expect(askSilentBots(now())).rejects.toThrow();
    await db().$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "ScheduledBot"');
    pass(1000);
    expect(await askSilentBots(now())).toBe(1);
    expect((await account.bot()).status).toBe('Recording');
  });
}, ['pglite']);

describeServices('Many bots whose provider is silent', () => {
  /** One active bot, and so many more that the provider does not know. */
  async function withManyBots(count: number) {
    const { botId } = await withSentBotOf(null);
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

  it('are asked about in turn, a few at once, and a slow provider does not delay another', async () => {
    const ids = await withManyBots(120);
    pass(4 * MINUTE);
    // Most have been asked about before; those for which there was no time come first now.
    await db().scheduledBot.updateMany({
      where: { id: { notIn: ids.slice(70) } },
      data: { nextAttemptAt: new Date(+now() - 1) },
    });
    const attendee = await withBotOf('attendee');
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
    // No bot is ended before its provider was asked about it.
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

// Really at once on the real server only.
describeServices('Reports that come all at once', () => {
  it.each(PROVIDERS)(
    'of %s, each twice, move a bot forward one step at a time, recorded once',
    async (provider) => {
      const { account, botId } = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.stopped');
      await received('webhooks', 6);
      await Promise.all(
        [...inbox.webhooks, ...inbox.webhooks].map((report) => receiveBotWebhook(report, now())),
      );
      expect((await account.bot()).status).toBe('Done');
      const entries = await db().activityEntry.findMany({
        where: { botId, action: 'bot.status' },
        orderBy: { id: 'asc' },
      });
      const steps = entries.map(({ before, after }) => [before, after] as { status: string }[]);
      // Each starts where the one before it ended.
      expect(steps.map(([before]) => before?.status)).toEqual([
        'Joining',
        ...steps.slice(0, -1).map(([, after]) => after?.status),
      ]);
      expect(steps.at(-1)?.[1]?.status).toBe('Done');
    },
  );
}, ['postgres']);
