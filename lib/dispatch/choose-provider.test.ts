import { afterEach, expect, it } from 'vitest';
import { PATCH } from '@/app/api/v1/calendar/connections/[connection_id]/route';
import { GET as list } from '@/app/api/v1/calendar/connections/route';
import { GET as secret } from '@/app/api/v1/callback_secret/route';
import { sweep } from '@/inngest/sweep';
import { createApiKeyFor } from '@/lib/accounts/api-keys';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { unscheduleBot } from '@/lib/scheduling/unschedule-bot';
import { type Account, newAccount } from '@/test/account';
import {
  advanceNewest,
  atProvider,
  chooseProvider,
  joinedBots,
  loseAnswer,
  OTHER_LINK,
  withBotOf,
  withSentBotOf,
} from '@/test/bots';
import { describeServices, jobs, MINUTE, now, pass, received, runJobs } from '@/test/harness';
import { callbackSecrets } from './callbacks/callback-secrets';
import { dispatchBot } from './dispatch-due';

const PROVIDERS = ['meetstream', 'attendee'] as const;

const { ATTENDEE_API_KEY, ATTENDEE_WEBHOOK_SECRET } = env();
afterEach(() => {
  Object.assign(env(), { ATTENDEE_API_KEY, ATTENDEE_WEBHOOK_SECRET, isLoopback: true });
});

async function keyOf(account: Account): Promise<string> {
  return (await createApiKeyFor(account.email, 'For a test', now())).key;
}

function request(key: string, body?: unknown): Request {
  return new Request('http://localhost/api/v1/calendar/connections', {
    method: body === undefined ? 'GET' : 'PATCH',
    headers: { authorization: `Token ${key}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

const patch = async (key: string, id: string, body: unknown) => {
  const response = await PATCH(request(key, body), { params: Promise.resolve({ connection_id: id }) });
  return { status: response.status, body: await response.json() };
};
const NONE = { params: Promise.resolve({}) };

describeServices('The bot provider of an account', () => {
  it('can be chosen, is shown, and can be the installation’s again', async () => {
    const account = await newAccount();
    const key = await keyOf(account);
    const { id } = account.connection;
    expect(await patch(key, id, { bot_provider: 'attendee' })).toEqual({
      status: 200,
      body: {
        ...{ id, email: account.email, name: account.connection.accountName },
        ...{ status: 'active', status_reason: null },
        bot_provider: 'attendee',
      },
    });
    const shown = await (await list(request(key), NONE)).json();
    expect(shown).toEqual({
      connections: [expect.objectContaining({ id, bot_provider: 'attendee' })],
      bot_providers: [
        {
          ...{ name: 'meetstream', title: 'MeetStream', is_default: true, is_configured: true },
          missing_settings: [],
        },
        {
          ...{ name: 'attendee', title: 'Attendee', is_default: false, is_configured: true },
          missing_settings: [],
        },
      ],
    });
    expect((await patch(key, id, { bot_provider: 'attendee' })).status).toBe(200);
    expect((await patch(key, id, { bot_provider: null })).body.bot_provider).toBeNull();
    const entries = await db().activityEntry.findMany({
      where: { action: 'connection.bot_provider' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ actor, cause, before, after }) => [actor, cause, before, after])).toEqual([
      ['api', 'requested', { botProvider: null }, { botProvider: 'attendee' }],
      ['api', 'requested', { botProvider: 'attendee' }, { botProvider: null }],
    ]);
    expect(JSON.stringify(shown)).not.toContain('sandbox-attendee-key');
  });

  it('is refused when it is not set up here, and the answer says what to set', async () => {
    const account = await newAccount();
    const key = await keyOf(account);
    Object.assign(env(), { ATTENDEE_API_KEY: undefined, ATTENDEE_WEBHOOK_SECRET: undefined });
    const { status, body } = await patch(key, account.connection.id, { bot_provider: 'attendee' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'validation_failed', details: [{ path: 'bot_provider' }] });
    expect(body.message).toContain('Set ATTENDEE_API_KEY in the environment');
    // On a public address its reports must be checked too.
    env().isLoopback = false;
    const again = await patch(key, account.connection.id, { bot_provider: 'attendee' });
    expect(again.body.message).toContain('ATTENDEE_API_KEY, ATTENDEE_WEBHOOK_SECRET');
    const { bot_providers } = await (await list(request(key), NONE)).json();
    expect(bot_providers[1]).toMatchObject({
      is_configured: false,
      missing_settings: ['ATTENDEE_API_KEY', 'ATTENDEE_WEBHOOK_SECRET'],
    });
    expect(await db().calendarConnection.count({ where: { botProvider: null } })).toBe(1);
  });

  it.each([[{}], [{ bot_provider: 1 }], [{ bot_provider: 'zoom' }], [{ bot_provider: '' }], [{ other: 1 }]])(
    'is not changed by %o',
    async (body) => {
      const account = await newAccount();
      const answer = await patch(await keyOf(account), account.connection.id, body);
      expect([answer.status, answer.body.error]).toEqual([400, 'validation_failed']);
      expect(answer.body.details[0].path).toMatch(/bot_provider|other/);
      expect(await db().activityEntry.count({ where: { action: 'connection.bot_provider' } })).toBe(0);
    },
  );

  it('can be read and changed by its owner alone', async () => {
    const account = await newAccount();
    const stranger = await newAccount();
    const key = await keyOf(stranger);
    for (const id of [account.connection.id, 'cal_unknown']) {
      expect((await patch(key, id, { bot_provider: 'attendee' })).status).toBe(404);
    }
    const { connections } = await (await list(request(key), NONE)).json();
    expect(connections.map(({ id }: { id: string }) => id)).toEqual([stranger.connection.id]);
    expect((await patch('ush_wrong', account.connection.id, { bot_provider: null })).status).toBe(403);
    const { callback_secret } = await (await secret(request(key), NONE)).json();
    expect([callback_secret]).toEqual(await callbackSecrets(stranger.user.id, now()));
    expect([callback_secret]).not.toEqual(await callbackSecrets(account.user.id, now()));
  });
}, ['pglite']);

describeServices('The provider that sends a bot', () => {
  it('is the installation’s, unless its account has chosen another', async () => {
    const usual = await withBotOf(null);
    const own = await withBotOf('attendee');
    pass(29 * MINUTE + 30_000);
    await sweep(now());
    await runJobs();
    expect((await usual.account.bot()).provider).toBe('meetstream');
    expect((await own.account.bot()).provider).toBe('attendee');
    expect(new Set(atProvider().map((bot) => bot.provider))).toEqual(new Set(PROVIDERS));
  });

  it('is the one that the account has chosen, also when it alone is set up here', async () => {
    const { account } = await withBotOf('attendee');
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

  it('is decided when the bot is sent, not when it is scheduled', async () => {
    const { account } = await withBotOf(null);
    await chooseProvider(account, 'attendee');
    pass(29 * MINUTE);
    await runJobs();
    expect(atProvider()).toMatchObject([{ provider: 'attendee' }]);
  });

  it('recalls the bot that it sent, also when another provider was chosen meanwhile and sends the next', async () => {
    const { account, google } = await withSentBotOf('attendee');
    await advanceNewest('bot.inmeeting');
    await received('webhooks', 3);
    await chooseProvider(account, 'meetstream');
    await advanceNewest('bot.recording');
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
    'is asked again after its answer (%s) was lost, also when another was chosen meanwhile',
    async (first) => {
      const { account, botId } = await withBotOf(first);
      pass(29 * MINUTE);
      await loseAnswer(first);
      expect(await dispatchBot(botId, 1, now)).toMatchObject({ state: 'retry' });
      await chooseProvider(account, first === 'attendee' ? 'meetstream' : 'attendee');
      pass(MINUTE);
      await sweep(now());
      await runJobs();
      expect(atProvider()).toMatchObject([{ provider: first, id: (await account.bot()).providerBotId }]);
    },
  );

  it('still counts with its reports after its answer was lost, the row ended and another was chosen', async () => {
    const { account, event, botId } = await withBotOf('attendee');
    pass(29 * MINUTE);
    await loseAnswer('attendee');
    await dispatchBot(botId, 1, now);
    await unscheduleBot(
      account.user.id,
      event.id,
      { cancel_all_occurrences: false },
      { actor: 'api', now: now() },
    );
    await chooseProvider(account, 'meetstream');
    jobs.length = 0;
    await advanceNewest('bot.joining');
    await received('webhooks', 1);
    pass(MINUTE);
    await sweep(now());
    await runJobs();
    await received('webhooks', 3);
    expect(joinedBots()).toEqual([]);
    expect(await account.bot()).toMatchObject({ status: 'Cancelled', provider: 'attendee' });
  });

  it('is the installation’s when the settings of the chosen one are missing', async () => {
    const { account } = await withBotOf('attendee');
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
}, ['pglite']);
