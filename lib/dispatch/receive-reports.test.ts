import { describe, expect, it } from 'vitest';
import { sweep } from '@/inngest/sweep';
import { db } from '@/lib/platform/database/client';
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
  received,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { dispatchBot } from './dispatch-due';
import { endSilentBots } from './end-bots';
import { askSilentBots, receiveBotWebhook } from './receive-reports';

const PROVIDERS = ['meetstream', 'attendee'] as const;
const STATUS = { meetstream: '/status$', attendee: '/attendee/api/v1/bots/[^/]+$' };

describeServices('Reports', () => {
  describe.each(PROVIDERS)('of %s', (provider) => {
    const receive = (report: { headers: Headers; body: string } | undefined, as: string = provider) =>
      receiveBotWebhook(as, report?.headers ?? new Headers(), report?.body ?? '', now());

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

    it('change nothing when they are unsigned, changed, too old or another provider’s', async () => {
      const { account } = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.inmeeting');
      await received('webhooks', 3);
      const report = inbox.webhooks[2];
      const { headers, body } = report ?? { headers: new Headers(), body: '' };
      expect(await receive({ headers: new Headers(), body })).toBe('not_authentic');
      expect(await receive({ headers, body: body.replace(/in ?meeting|joined_not_recording/i, 'x') })).toBe(
        'not_authentic',
      );
      const other = provider === 'meetstream' ? 'attendee' : 'meetstream';
      expect(await receive(report, other)).toBe('not_authentic');
      expect(await receive(report, 'unknown')).toBe('unknown_provider');
      pass(6 * MINUTE);
      expect(await receive(report)).toBe('not_authentic');
      expect((await account.bot()).status).toBe('Joining');
    });

    it('are accepted and change nothing when the bot is unknown', async () => {
      const { account } = await withSentBotOf(provider);
      inbox.hold = true;
      await advanceNewest('bot.inmeeting');
      await received('webhooks', 3);
      await db().user.delete({ where: { id: account.user.id } });
      expect(await receive(inbox.webhooks[2])).toBe('accepted');
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
      // Each starts where the one before it ended.
      expect(steps.map(([before]) => before?.status)).toEqual([
        'Joining',
        ...steps.slice(0, -1).map(([, after]) => after?.status),
      ]);
      expect(steps.at(-1)?.[1]?.status).toBe('Done');
    },
  );
}, ['postgres']);
