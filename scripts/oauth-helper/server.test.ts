import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listCalendars, openSession } from '@/lib/google/calendar';
import { DEFAULT_CLIENT } from '@/sandbox/google/oauth/store';
import { type Sandbox, startSandbox } from '@/sandbox/start-sandbox';
import { answerConsent, control } from '@/test/sandbox';
import { escapeHtml } from './pages';
import { type OAuthHelper, startOAuthHelper } from './server';

const ADA = 'ada@northwind.example';
const CALENDAR = 'https://www.googleapis.com/auth/calendar.readonly';
const CLIENT = { clientId: DEFAULT_CLIENT.id, clientSecret: DEFAULT_CLIENT.secret };

let sandbox: Sandbox;
let helper: OAuthHelper;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty' });
  process.env.GOOGLE_EMULATOR_URL = sandbox.url;
  process.env.GOOGLE_CLIENT_ID = CLIENT.clientId;
  process.env.GOOGLE_CLIENT_SECRET = CLIENT.clientSecret;
  helper = await startOAuthHelper(CLIENT, 0);
});

afterAll(async () => {
  helper.server.close();
  await sandbox.close();
});

beforeEach(() => control(sandbox, 'DELETE', '/faults'));

/** Returns the address to which the helper's first page redirects. */
async function consentUrl(from = helper): Promise<string> {
  const response = await fetch(from.url, { redirect: 'manual' });
  expect(response.status).toBe(302);
  return response.headers.get('location') ?? '';
}

async function open(url: URL | string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

function shownToken(text: string): string {
  return /id="refresh-token">([^<]+)</.exec(text)?.[1]?.replaceAll('&#47;', '/') ?? '';
}

describe('The OAuth helper', () => {
  test('asks for lasting, read-only access with PKCE and a state', async () => {
    const asked = new URL(await consentUrl()).searchParams;
    expect(asked.get('scope')).toBe(CALENDAR);
    expect(asked.get('access_type')).toBe('offline');
    expect(asked.get('prompt')).toBe('consent');
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('redirect_uri')).toBe(helper.redirectUri);
    const again = new URL(await consentUrl()).searchParams;
    expect(again.get('state')).not.toBe(asked.get('state'));
    expect(again.get('code_challenge')).not.toBe(asked.get('code_challenge'));
  });

  test('shows a refresh token that works, also to a person who agreed before, and never in a cache', async () => {
    for (const round of [1, 2]) {
      const { status, text, headers } = await open(await answerConsent(await consentUrl(), ADA));
      expect(status, `round ${round}`).toBe(200);
      expect(text).toContain(CLIENT.clientId);
      expect(text).not.toContain(CLIENT.clientSecret);
      expect(headers.get('cache-control')).toBe('no-store');
      const calendars = await listCalendars(openSession({ ...CLIENT, refreshToken: shownToken(text) }));
      expect(calendars.map((calendar) => calendar.id)).toContain(ADA);
    }
  });

  test('explains a refusal', async () => {
    const { status, text } = await open(await answerConsent(await consentUrl(), ADA, { decision: 'cancel' }));
    expect(status).toBe(403);
    expect(text).toContain('test users');
  });

  test('shows other errors of Google as text, never as HTML', async () => {
    const state = new URL(await consentUrl()).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, error: '<script>alert(1)</script>' });
    const { text } = await open(`${helper.redirectUri}?${query}`);
    expect(text).not.toContain('<script>');
    expect(text).toContain(escapeHtml('<script>alert(1)</script>'));
  });

  test('explains an unticked box, and shows no token', async () => {
    const { status, text } = await open(await answerConsent(await consentUrl(), ADA, { untick: CALENDAR }));
    expect(status).toBe(403);
    expect(text).toContain('tick the box');
    expect(shownToken(text)).toBe('');
  });

  test('explains what to do when Google gives no refresh token', async () => {
    const asked = new URL(await consentUrl());
    asked.searchParams.set('access_type', 'online');
    const { status, text } = await open(await answerConsent(asked.href, ADA));
    expect(status).toBe(502);
    expect(text).toContain('myaccount.google.com/permissions');
  });

  test('refuses an answer with a foreign, missing or used state', async () => {
    const back = await answerConsent(await consentUrl(), ADA);
    const foreign = new URL(back);
    foreign.searchParams.set('state', 'someone-elses');
    expect((await open(foreign)).status).toBe(400);
    expect((await open(helper.redirectUri)).status).toBe(400);
    expect((await open(back)).status).toBe(200);
    expect((await open(back)).status).toBe(400);
  });

  test('tells what to check when Google refuses the client or the code', async () => {
    const wrong = await startOAuthHelper({ ...CLIENT, clientSecret: 'wrong' }, 0);
    try {
      const refused = await open(await answerConsent(await consentUrl(wrong), ADA));
      expect(refused.status).toBe(502);
      expect(refused.text).toContain('GOOGLE_CLIENT_SECRET');
    } finally {
      wrong.server.close();
    }
    const back = await answerConsent(await consentUrl(), ADA);
    back.searchParams.set('code', 'not-a-code');
    expect((await open(back)).text).toContain('used before');
  });

  test('answers 404 at any other address', async () => {
    expect((await open(`${helper.url}/favicon.ico`)).status).toBe(404);
  });
});

describe('npm run oauth-helper', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'usher-oauth-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs the command to its end, in a folder without `.env`. */
  function run(variables: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), resolve('scripts/oauth-helper.ts')],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'test',
          TSX_TSCONFIG_PATH: resolve('tsconfig.json'),
          ...variables,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      stderr += chunk;
    });
    return new Promise((done) => child.once('close', (code) => done({ code, stderr })));
  }

  test('names the missing settings in one sentence', async () => {
    const { code, stderr } = await run({});
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are missing: [^\n]+$/);
  });

  test('tells what to do when the port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
    const { port } = holder.address() as AddressInfo;
    const { code, stderr } = await run({
      PORT: String(port),
      GOOGLE_CLIENT_ID: CLIENT.clientId,
      GOOGLE_CLIENT_SECRET: CLIENT.clientSecret,
    });
    holder.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `Port ${port} is taken, perhaps by Usher: stop what uses it, or set PORT to a free port.`,
    );
  });
});
