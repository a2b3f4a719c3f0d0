import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openSession, readGrantedScope } from './calendar';
import { exchangeCode } from './oauth';

/** A server that accepts every request and never answers. */
const silent = createServer(() => void asked++);
let asked = 0;
/** The limits that were set, in ms. Here they run out ten times as fast. */
const limits: number[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('GOOGLE_CLIENT_ID', client.clientId);
  vi.stubEnv('GOOGLE_CLIENT_SECRET', client.clientSecret);
  vi.stubEnv('GOOGLE_EMULATOR_URL', `http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  const { timeout } = AbortSignal;
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms);
    return timeout.call(AbortSignal, ms / 10);
  });
});

afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  silent.closeAllConnections();
  silent.close();
});

beforeEach(() => {
  asked = 0;
  limits.length = 0;
});

const client = { clientId: 'client', clientSecret: 'secret' };

it.each([
  [
    'an exchange of a code',
    () => exchangeCode({ ...client, redirectUri: 'http://localhost/back' }, 'code', 'verifier'),
  ],
  [
    'the renewal of an access token',
    () => readGrantedScope(openSession({ ...client, refreshToken: 'token' })),
  ],
])('%s waits once for a token endpoint that hangs, and no longer than for any call', async (_name, call) => {
  await expect(call()).rejects.toMatchObject({ kind: 'unavailable' });
  expect({ limits, asked }).toEqual({ limits: [15_000], asked: 1 });
});
