import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { ATTENDEE_API_KEY } from '@/sandbox/bots/attendee';
import { ATTENDEE_WEBHOOK_SECRET } from '@/sandbox/bots/attendee-webhook';
import { BOT_API_KEY } from '@/sandbox/bots/meetstream';
import { WEBHOOK_SECRET } from '@/sandbox/bots/meetstream-webhook';
import { startSandbox } from '@/sandbox/start-sandbox';
import { createBot, type Wanted } from '@/test/providers';
import { behindTls, control, listener, type Received } from '@/test/sandbox';
import { missingSettings } from '../domain/provider-settings';
import { findProvider, ProviderFailure, providers } from './';
import { attendee } from './attendee';
import { canonicalJson } from './attendee-signature';
import { meetstream } from './meetstream';

const START = new Date('2027-03-01T08:00:00Z');
let now = START;
const sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => now });
const hook = await listener();
const callbackUrl = await behindTls(sandbox, hook.url);
Object.assign(process.env, {
  GOOGLE_EMULATOR_URL: sandbox.url,
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  MEETSTREAM_API_URL: `${sandbox.url}/meetstream/api/v1`,
  MEETSTREAM_API_KEY: BOT_API_KEY,
  MEETSTREAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
  // As people copy it out of a browser.
  ATTENDEE_API_URL: `${sandbox.url}/attendee/api/v1/`,
  ATTENDEE_API_KEY,
  ATTENDEE_WEBHOOK_SECRET,
});
afterAll(async () => {
  await sandbox.close();
  await hook.close();
});
afterEach(() => {
  now = START;
  sandbox.world.faults.remove();
  sandbox.world.bots.clear();
});
await control(sandbox, 'PUT', '/settings', { bots: { auto: false } });

const signed = (secret: string | Buffer, text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', secret).update(text).digest(encoding);

/** What is different on the wire; what the port promises is the same. */
const wires = [
  {
    provider: meetstream,
    createPath: '/meetstream/.*/create_bot$',
    createMethod: 'POST',
    leavePath: 'remove_bot$',
    statusPath: '/status$',
    report: (fields: { bot: string; own?: string }) =>
      JSON.stringify({
        event: 'bot.inmeeting',
        bot_id: fields.bot,
        bot_status: 'InMeeting',
        custom_attributes: { usher_bot_id: fields.own },
      }),
    sign: (body: string, at: Date, secret = WEBHOOK_SECRET) => ({
      'x-meetstream-signature': `sha256=${signed(secret, body, 'hex')}`,
      'x-meetstream-timestamp': String(+at / 1000),
    }),
  },
  {
    provider: attendee,
    createPath: '/attendee/api/v1/bots$',
    createMethod: 'POST',
    leavePath: '/leave$',
    statusPath: '/bots/bot_[^/]+$',
    report: (fields: { bot: string; own?: string; at?: Date }) =>
      JSON.stringify({
        idempotency_key: 'a2b5cb1c-3ee4-4a0a-bd0a-e6c4d1d1c1b5',
        bot_id: fields.bot,
        bot_metadata: { usher_bot_id: fields.own },
        trigger: 'bot.state_change',
        data: {
          new_state: 'joined_not_recording',
          old_state: 'joining',
          created_at: (fields.at ?? START).toISOString(),
          event_type: 'joined_meeting',
          event_sub_type: null,
        },
      }),
    sign: (body: string, _at: Date, secret = ATTENDEE_WEBHOOK_SECRET) => ({
      'x-webhook-signature': signed(Buffer.from(secret, 'base64'), canonicalJson(body), 'base64'),
    }),
  },
];

let keys = 0;
const request = (fields: Partial<Wanted> = {}): Wanted => ({
  idempotencyKey: `bot_key${++keys}`,
  meetingUrl: 'https://zoom.us/j/1',
  botName: 'Scribe',
  customAttributes: { usher_bot_id: `bot_key${keys}`, team: 'Åsa’s 𝒯eam' },
  botConfig: {},
  callbackUrl: null,
  ...fields,
});
async function failure(call: Promise<unknown>): Promise<ProviderFailure> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderFailure)) throw new Error(`Not a ProviderFailure: ${error}`);
  return error;
}
const atProvider = () => [...sandbox.world.bots.values()];
const advance = (id: string, to: string, reason?: string) =>
  control(sandbox, 'POST', `/bots/${id}/advance`, { to, reason });

describe.each(wires)('The port to $provider.title', (wire) => {
  const { provider } = wire;
  const fault = (path: string, effect: object, method?: string) =>
    control(sandbox, 'POST', '/faults', { match: { path, method }, times: 1, effect });
  const onCreate = (effect: object) => fault(wire.createPath, effect, wire.createMethod);

  it('is found by its name and lacks no setting here', () => {
    expect(findProvider(provider.name)).toBe(provider);
    expect(providers).toContain(provider);
    expect(missingSettings(provider.name, env())).toEqual([]);
    expect(provider.apiUrl()).toContain(sandbox.url);
  });

  describe('creating a bot', () => {
    it('makes one bot with its link and name, and returns its id', async () => {
      const { providerBotId, earlier } = await createBot(provider, request({ callbackUrl }));
      expect(earlier).toBe(false);
      expect(atProvider()).toMatchObject([
        { id: providerBotId, provider: provider.name, meetingLink: 'https://zoom.us/j/1', name: 'Scribe' },
      ]);
    });

    it('again with the same key returns the same bot, also when it has ended meanwhile', async () => {
      const wanted = request();
      const first = await createBot(provider, wanted);
      const same = { providerBotId: first.providerBotId, earlier: true };
      // A process died before it stored the first attempt, so this one is not known as a repetition.
      expect(await createBot(provider, wanted)).toEqual(same);
      expect(await createBot(provider, { ...wanted, isRepeat: true })).toEqual(same);
      await advance(first.providerBotId, 'bot.done');
      expect(await createBot(provider, { ...wanted, isRepeat: true })).toEqual(same);
      expect(atProvider()).toHaveLength(1);
    });

    it('with two keys makes two bots, also for the same link', async () => {
      const one = await createBot(provider, request());
      const other = await createBot(provider, request());
      expect(other.providerBotId).not.toBe(one.providerBotId);
    });

    it('several times at once with one key makes one bot', async () => {
      const wanted = request();
      const made = await Promise.all(Array.from({ length: 5 }, () => createBot(provider, wanted)));
      expect(new Set(made.map((one) => one.providerBotId)).size).toBe(1);
      expect(made.filter((one) => !one.earlier)).toHaveLength(1);
      expect(atProvider()).toHaveLength(1);
    });

    it.each([
      ['a cut connection', { cutConnection: true }],
      ['an answer of 504', { status: 504 }],
      ['an answer of 408', { status: 408 }],
      ['an answer of 202', { status: 202 }],
      ['an answer without a bot', { status: 200 }],
    ])('has an unknown outcome after %s, and the key finds the bot', async (_name, effect) => {
      const wanted = request();
      await onCreate({ ...effect, afterWork: true });
      const error = await failure(createBot(provider, wanted));
      expect([error.permanent, error.outcomeUnknown]).toEqual([false, true]);
      const found = await createBot(provider, { ...wanted, isRepeat: true });
      expect(found).toEqual({ providerBotId: atProvider()[0]?.id, earlier: true });
      expect(atProvider()).toHaveLength(1);
    });

    it('has an unknown outcome when the connection is cut before, and a repetition makes the bot', async () => {
      const wanted = request();
      await onCreate({ cutConnection: true });
      expect((await failure(createBot(provider, wanted))).outcomeUnknown).toBe(true);
      expect((await createBot(provider, { ...wanted, isRepeat: true })).earlier).toBe(false);
      expect(atProvider()).toHaveLength(1);
    });

    it.each([
      [{ status: 400, reason: 'No such meeting.' }, true, false, null],
      [{ status: 401 }, false, false, null],
      [{ status: 403 }, false, false, null],
      [{ status: 404 }, false, false, null],
      [{ status: 409 }, true, false, null],
      [{ status: 422 }, true, false, null],
      [{ status: 429, retryAfterSeconds: 7 }, false, false, 7000],
      [{ status: 500 }, false, true, null],
      [{ status: 502 }, false, true, null],
      [{ status: 503, retryAfterSeconds: 20 }, false, true, 20_000],
    ] as const)('fails with %o as what it is', async (effect, permanent, outcomeUnknown, retryAfterMs) => {
      await onCreate(effect);
      const error = await failure(createBot(provider, request()));
      expect([error.permanent, error.outcomeUnknown, error.retryAfterMs]).toEqual([
        permanent,
        outcomeUnknown,
        retryAfterMs,
      ]);
      expect(error.message).toContain('reason' in effect ? effect.reason : String(effect.status));
      expect(error.message).not.toMatch(/sandbox-/);
      expect(error.installation?.status ?? null).toBe(
        [401, 403, 404].includes(effect.status) ? effect.status : null,
      );
      expect(atProvider()).toHaveLength(0);
    });

    it('fails with the pause until the date that the provider names', async () => {
      await onCreate({ status: 429, retryAfterSeconds: 40, retryAfterAsDate: true });
      const { retryAfterMs } = await failure(createBot(provider, request()));
      expect([39_000, 40_000]).toContain(retryAfterMs);
    });

    it.each(['', 'a\0b', '\ud800', 'a b', 'x'.repeat(201)])(
      'fails when its id %j cannot be stored',
      async (id) => {
        const odd = createServer((_request, response) => {
          response.writeHead(201).end(JSON.stringify({ bot_id: id, id, state: 'ready' }));
        });
        await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
        const { MEETSTREAM_API_URL, ATTENDEE_API_URL } = env();
        const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
        Object.assign(env(), { MEETSTREAM_API_URL: url, ATTENDEE_API_URL: url });
        try {
          const error = await failure(createBot(provider, request()));
          expect([error.message, error.permanent, error.outcomeUnknown]).toEqual([
            'The bot provider answered without a bot id.',
            ...[false, true],
          ]);
        } finally {
          Object.assign(env(), { MEETSTREAM_API_URL, ATTENDEE_API_URL });
          odd.close();
        }
      },
    );

    it('fails with words that can be stored, whatever the provider says', async () => {
      await onCreate({ status: 422, reason: 'No\0 such \ud800 meeting.' });
      expect((await failure(createBot(provider, request()))).message).toContain('No such \ufffd meeting.');
    });

    it('fails with what the provider finds wrong', async () => {
      const error = await failure(createBot(provider, request({ meetingUrl: 'nonsense' })));
      expect(error.permanent).toBe(true);
      expect(error.message).toMatch(/meeting_(url|link)/);
    });
  });

  describe('a bot that was made', () => {
    it('leaves when it is removed, which is no error when it has left, has ended or is unknown', async () => {
      const { providerBotId } = await createBot(provider, request());
      await advance(providerBotId, 'bot.recording');
      await provider.removeBot(providerBotId);
      await provider.removeBot(providerBotId);
      await advance(providerBotId, 'bot.done');
      await provider.removeBot(providerBotId);
      await provider.removeBot('unknown/../bot');
      expect((await provider.readStatus(providerBotId))?.status).toBe('Done');
    });

    it.each([401, 403, 404])('is not gone because the provider answers %i to everything', async (status) => {
      const { providerBotId } = await createBot(provider, request());
      await control(sandbox, 'POST', '/faults', {
        match: { path: `/${provider.name}/` },
        effect: { status },
      });
      const error = await failure(provider.removeBot(providerBotId));
      expect([error.permanent, error.installation?.status]).toEqual([false, status]);
      expect((await failure(provider.probe())).installation?.status).toBe(status);
      sandbox.world.faults.remove();
      await provider.probe();
    });

    it('stays when the provider fails to remove it, and can be removed later', async () => {
      const { providerBotId } = await createBot(provider, request());
      await advance(providerBotId, 'bot.inmeeting');
      for (const effect of [{ status: 500 }, { status: 429 }, { cutConnection: true }]) {
        await fault(wire.leavePath, effect);
        expect((await failure(provider.removeBot(providerBotId))).permanent).toBe(false);
      }
      expect((await provider.readStatus(providerBotId))?.status).toBe('InMeeting');
    });

    it('has its status read, from the first step to the last', async () => {
      const { providerBotId } = await createBot(provider, request());
      const botId = `bot_key${keys}`;
      const steps = [
        ['bot.joining', 'Joining'],
        ['bot.in_waiting_room', 'WaitingRoom'],
        ['bot.inmeeting', 'InMeeting'],
        ['bot.recording', 'Recording'],
        ['bot.leaving', 'Leaving'],
        ['bot.stopped', 'Done'],
        ['bot.done', 'Done'],
      ] as const;
      expect(await provider.readStatus(providerBotId)).toMatchObject({ providerBotId, botId, status: null });
      for (const [step, status] of steps) {
        await advance(providerBotId, step);
        expect(await provider.readStatus(providerBotId)).toMatchObject({ providerBotId, botId, status });
      }
      expect(await provider.readStatus('bot_unknown')).toBeNull();
    });

    it.each(['Denied', 'NotAllowed', 'Error'] as const)(
      'has the status %s when it ended with that',
      async (reason) => {
        const { providerBotId } = await createBot(provider, request());
        await advance(providerBotId, 'bot.in_waiting_room');
        await advance(providerBotId, 'bot.stopped', reason);
        expect((await provider.readStatus(providerBotId))?.status).toBe(reason);
      },
    );

    it('has an unknown status, for now, when the provider fails', async () => {
      const { providerBotId } = await createBot(provider, request());
      for (const effect of [{ status: 503 }, { status: 200 }, { cutConnection: true }]) {
        await fault(wire.statusPath, effect);
        expect((await failure(provider.readStatus(providerBotId))).permanent).toBe(false);
      }
    });
  });

  describe('webhooks', () => {
    const read = (body: string, headers: Record<string, string>, at = now, isAddressed = false) => {
      const answer = provider.readWebhook({ headers: new Headers(headers), body, isAddressed }, at);
      return typeof answer === 'string' ? null : answer;
    };
    /** Reads a message as it has come to a bot's own address. */
    const readOwn = ({ headers, body }: Received) => read(body, headers as Record<string, string>, now, true);

    it('are read in their order, from a bot’s first step to its last', async () => {
      const { providerBotId } = await createBot(provider, request({ callbackUrl }));
      hook.received.length = 0;
      await advance(providerBotId, 'bot.done');
      const isLast = ({ body }: { body: string }) => /"bot\.done"|"new_state": "ended"/.test(body);
      await hook.until(() => hook.received.some(isLast));
      const events = hook.received.map(readOwn);
      expect(events.every((event) => event?.providerBotId === providerBotId)).toBe(true);
      expect(events.every((event) => event?.botId === `bot_key${keys}`)).toBe(true);
      expect(events.flatMap((event) => event?.status ?? [])).toEqual([
        ...['Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving', 'Done', 'Done'],
      ]);
    });

    it.each(['Denied', 'NotAllowed', 'Error'] as const)('tell why a bot ended (%s)', async (reason) => {
      const { providerBotId } = await createBot(provider, request({ callbackUrl }));
      hook.received.length = 0;
      await advance(providerBotId, 'bot.stopped', reason);
      await hook.until(() => hook.received.length === 1);
      expect(readOwn(hook.received[0] as Received)).toMatchObject({
        status: reason,
        message: expect.any(String),
      });
    });

    it('are authentic only with a right signature over what they say', () => {
      const body = wire.report({ bot: 'b1', own: 'bot_1' });
      const headers = wire.sign(body, now);
      expect(read(body, headers)).toMatchObject({ providerBotId: 'b1', botId: 'bot_1', status: 'InMeeting' });
      expect(read(wire.report({ bot: 'b2', own: 'bot_1' }), headers)).toBeNull();
      expect(read(body, wire.sign(body, now, 'YW5vdGhlcg=='))).toBeNull();
      expect(read(body, {})).toBeNull();
      for (const name of Object.keys(headers).filter((header) => header.endsWith('signature'))) {
        for (const value of ['', 'sha256=', 'AAAA', 'é']) {
          expect(read(body, { ...headers, [name]: encodeURI(value) })).toBeNull();
        }
      }
    });

    it('are refused outside five minutes of their time', () => {
      const body = wire.report({ bot: 'b1' });
      const headers = wire.sign(body, START);
      for (const seconds of [-299, 0, 299])
        expect(read(body, headers, new Date(+START + seconds * 1000))).not.toBeNull();
      for (const seconds of [-301, 301, 86_400])
        expect(read(body, headers, new Date(+START + seconds * 1000))).toBeNull();
    });

    it('are refused when they are no report, however well signed', () => {
      for (const body of [
        '[]',
        '1',
        'null',
        '{}',
        '{"bot_id":"b"}',
        '{"trigger":"bot.state_change","bot_id":1}',
      ])
        expect(read(body, wire.sign(body, now))).toBeNull();
      for (const body of ['', 'not json', '{"bot_id":'])
        expect(read(body, { ...wire.sign('{}', now) })).toBeNull();
    });
  });
});
