import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Env, noticesOf, readEnv } from './env';

const secrets = {
  NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};
const google = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };
const publicSettings = {
  ...secrets,
  ...google,
  APP_URL: 'https://usher.example.com',
  MEETSTREAM_API_KEY: 'key',
  MEETSTREAM_WEBHOOK_SECRET: 'webhook',
};

function valid(raw: Record<string, string | undefined>): Env {
  const result = readEnv(raw);
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  return result.env;
}

function problems(raw: Record<string, string | undefined>): string {
  const result = readEnv(raw);
  if (!('problems' in result)) throw new Error('no problems');
  return result.problems.join('\n');
}

describe('readEnv', () => {
  it('the app runs in demo mode on the sandbox when only secrets are set', () => {
    const env = valid(secrets);
    expect(env).toMatchObject({
      PORT: 3000,
      APP_URL: 'http://localhost:3000',
      SANDBOX_PORT: 3001,
      GOOGLE_EMULATOR_URL: 'http://localhost:3001',
      MEETSTREAM_API_URL: 'http://localhost:3001/meetstream/api/v1',
      MEETSTREAM_API_KEY: 'sandbox-bot-key',
      isLoopback: true,
      demo: true,
      inngestMode: 'local',
    });
    expect(env.DATA_DIR.startsWith('/')).toBe(true);
  });

  it('the settings of demo mode are read as demo mode again', () => {
    const env = valid({ ...secrets, PORT: '4000' });
    const asStrings = Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        /^[A-Z_]+$/.test(name) && value ? [[name, String(value)]] : [],
      ),
    );
    expect(valid({ ...asStrings, USHER_DEMO: '1' })).toEqual(env);
  });

  it('an empty value counts as not set', () => {
    expect(valid({ ...secrets, PORT: '', GOOGLE_CLIENT_ID: ' ' }).demo).toBe(true);
  });

  it('the app does not run in demo mode with credentials, or with an emulator of one’s own', () => {
    expect(valid({ ...secrets, ...google }).demo).toBe(false);
    expect(valid({ ...secrets, ...google }).MEETSTREAM_API_URL).toBe('https://api.meetstream.ai/api/v1');
    const own = valid({ ...secrets, ...google, GOOGLE_EMULATOR_URL: 'http://localhost:9000/' });
    expect(own).toMatchObject({ demo: false, GOOGLE_EMULATOR_URL: 'http://localhost:9000' });
  });

  it.each(['http://localhost:3000', 'http://usher.localhost', 'http://127.0.0.1:80', 'http://[::1]:3000'])(
    '%s is a loopback address',
    (APP_URL) => expect(valid({ ...secrets, APP_URL }).isLoopback).toBe(true),
  );

  it.each(['https://localhost.example.com', 'https://127.0.0.1.example.com', 'https://10.0.0.1'])(
    '%s is a public address',
    (APP_URL) =>
      expect(valid({ ...publicSettings, APP_URL })).toMatchObject({ isLoopback: false, demo: false }),
  );

  it('every setting that a public address needs and has not is a problem', () => {
    const text = problems({
      APP_URL: 'http://usher.example.com',
      GOOGLE_EMULATOR_URL: 'http://localhost:1',
      USHER_DEMO: '1',
    });
    for (const name of [
      'https',
      'NEXTAUTH_SECRET',
      'ENCRYPTION_KEY',
      'GOOGLE_CLIENT_ID',
      'GOOGLE_CLIENT_SECRET',
    ]) {
      expect(text).toContain(name);
    }
    for (const name of ['GOOGLE_EMULATOR_URL', 'MEETSTREAM_API_KEY']) {
      expect(text).toContain(name);
    }
    // Reports come to addresses that are secret themselves.
    expect(text).not.toContain('MEETSTREAM_WEBHOOK_SECRET');
    const { MEETSTREAM_WEBHOOK_SECRET, ...others } = publicSettings;
    expect(valid(others).isLoopback).toBe(false);
  });

  it('every malformed value is a problem, and no problem repeats the value', () => {
    const text = problems({
      ...secrets,
      PORT: 'eighty',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
      ENCRYPTION_KEY: 'short-secret',
      APP_URL: 'http://localhost:3000/path',
      LOG_LEVEL: 'loud',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'ENCRYPTION_KEY', 'APP_URL', 'LOG_LEVEL'])
      expect(text).toContain(name);
    expect(text.split('\n')).toHaveLength(5);
    expect(text).not.toMatch(/hunter2|short-secret/);
  });

  it('malformed and missing values are listed together, each name once', () => {
    const text = problems({ APP_URL: 'https://usher.example.com', ENCRYPTION_KEY: 'short', PORT: '0' });
    for (const name of ['PORT', 'ENCRYPTION_KEY', 'NEXTAUTH_SECRET', 'GOOGLE_CLIENT_ID']) {
      expect(text.split('\n').filter((line) => line.startsWith(name))).toHaveLength(1);
    }
  });

  it('Attendee has all of its settings or none; on loopback no secret for reports, which do not come', () => {
    const attendee = {
      ATTENDEE_API_URL: 'https://attendee.example.com/api/v1/',
      ATTENDEE_API_KEY: 'key',
      ATTENDEE_WEBHOOK_SECRET: 'c2VjcmV0',
    };
    const local = { ...secrets, ...google };
    expect(valid({ ...local, ...attendee })).toMatchObject({
      BOT_PROVIDER: 'meetstream',
      ATTENDEE_API_URL: 'https://attendee.example.com',
    });
    expect(problems({ ...local, ATTENDEE_API_KEY: 'key' }).split('\n')).toEqual([
      'ATTENDEE_API_URL is missing: ATTENDEE_API_KEY needs it.',
    ]);
    expect(problems({ ...local, BOT_PROVIDER: 'attendee' }).split('\n')).toHaveLength(2);
    expect(problems({ ...publicSettings, BOT_PROVIDER: 'attendee' }).split('\n')).toHaveLength(3);
    expect(problems({ ...local, BOT_PROVIDER: 'zoom' })).toBe('BOT_PROVIDER must be meetstream or attendee.');
    expect(problems({ ...local, ...attendee, ATTENDEE_WEBHOOK_SECRET: 'not base64!' })).toContain(
      'ATTENDEE_WEBHOOK_SECRET must be base64',
    );
    // Demo mode has a sandbox for Attendee. With Attendee a public address needs no settings of MeetStream.
    expect(valid({ ...secrets, BOT_PROVIDER: 'attendee' })).toMatchObject({
      ATTENDEE_API_URL: 'http://localhost:3001/attendee',
    });
    const { MEETSTREAM_API_KEY, MEETSTREAM_WEBHOOK_SECRET, ...others } = publicSettings;
    expect(valid({ ...others, ...attendee, BOT_PROVIDER: 'attendee' }).isLoopback).toBe(false);
  });

  it('Google has both credentials or none', () => {
    expect(problems({ ...secrets, GOOGLE_CLIENT_ID: 'id' })).toContain('GOOGLE_CLIENT_SECRET');
  });

  it('a public address does not run jobs for anyone who asks', () => {
    expect(problems({ ...secrets, APP_URL: 'https://usher.example.com', INNGEST_DEV: '1' })).toContain(
      'INNGEST_DEV',
    );
  });

  it('the sandbox has another port than the app', () => {
    expect(problems({ ...secrets, SANDBOX_PORT: '3000' })).toContain('SANDBOX_PORT');
    expect(problems({ ...secrets, PORT: '65535' })).toContain('SANDBOX_PORT');
  });

  it.each([
    [{}, 'local'],
    [{ INNGEST_DEV: '0' }, 'local'],
    [{ INNGEST_DEV: 'false' }, 'local'],
    [{ INNGEST_DEV: '1' }, 'server'],
    [{ INNGEST_DEV: 'true' }, 'server'],
    [{ INNGEST_DEV: 'http://localhost:8288' }, 'server'],
    [{ INNGEST_BASE_URL: 'http://inngest:8288' }, 'server'],
    [{ INNGEST_EVENT_KEY: 'e', INNGEST_SIGNING_KEY: 's' }, 'server'],
  ])('%o runs jobs on the %s side', (raw, mode) => {
    expect(valid({ ...secrets, ...raw }).inngestMode).toBe(mode);
  });

  it.each(['yes', 'no', '2', 'localhost:8288', 'ftp://localhost:8288'])(
    '%s is refused as INNGEST_DEV',
    (value) => {
      expect(problems({ ...secrets, INNGEST_DEV: value })).toBe(
        'INNGEST_DEV must be 1 or the address of an Inngest dev server.',
      );
    },
  );

  it('an event key needs a signing key', () => {
    expect(problems({ ...secrets, INNGEST_EVENT_KEY: 'e' })).toContain('INNGEST_SIGNING_KEY');
  });

  it('a public address refuses secrets that are easy to guess', () => {
    const weak = {
      NEXTAUTH_SECRET: 'secret'.repeat(6),
      ENCRYPTION_KEY: Buffer.alloc(32, 'abcd').toString('base64'),
      METRICS_TOKEN: '0'.repeat(32),
    };
    const told = problems({ ...publicSettings, ...weak });
    for (const name of Object.keys(weak)) expect(told).toContain(`${name} is easy to guess`);
    expect(valid(weak).isLoopback).toBe(true);
    const hexadecimal = { ...publicSettings, NEXTAUTH_SECRET: randomBytes(32).toString('hex') };
    expect(valid(hexadecimal).isLoopback).toBe(false);
  });

  it('a public address refuses a provider that is reached over http, unless it is in a private network', () => {
    const over = (url: string) => ({ ...publicSettings, MEETSTREAM_API_URL: url });
    expect(problems(over('http://api.example.com/api/v1'))).toMatch(/^MEETSTREAM_API_URL must be https/);
    for (const url of [
      'http://meetstream:8000/api/v1',
      'http://10.0.0.3/api/v1',
      'https://api.example.com/api/v1',
    ])
      expect(valid(over(url)).MEETSTREAM_API_URL).toBe(url);
  });

  it.each([
    [{}, '127.0.0.1', 'text'],
    [{ HOST: '0.0.0.0', LOG_FORMAT: 'json' }, '0.0.0.0', 'json'],
    [publicSettings, '0.0.0.0', 'json'],
    [{ ...publicSettings, HOST: '127.0.0.1', LOG_FORMAT: 'text' }, '127.0.0.1', 'text'],
  ])('the app listens, and writes its log, as %j says', (raw, host, format) => {
    expect(valid({ ...secrets, ...raw })).toMatchObject({ HOST: host, LOG_FORMAT: format });
  });

  it('lists of people are read in lower case, with commas or spaces between them, and refused when they are none', () => {
    const lists = { ALLOWED_EMAILS: 'Ada@Example.com, ben@example.com', ALLOWED_DOMAINS: 'Example.com' };
    expect(valid({ ...secrets, ...lists })).toMatchObject({
      ALLOWED_EMAILS: ['ada@example.com', 'ben@example.com'],
      ALLOWED_DOMAINS: ['example.com'],
      ADMIN_EMAILS: [],
    });
    expect(problems({ ...secrets, ALLOWED_DOMAINS: '@example.com' })).toMatch(
      /^ALLOWED_DOMAINS must be domains/,
    );
    expect(problems({ ...secrets, ADMIN_EMAILS: 'ada' })).toMatch(/^ADMIN_EMAILS must be e-mail addresses/);
    const hosts = { WEBHOOK_ALLOWED_HOSTS: 'Hooks.internal, 10.1.0.0/16 fd00:1::/32' };
    expect(valid({ ...secrets, ...hosts }).WEBHOOK_ALLOWED_HOSTS).toEqual([
      'hooks.internal',
      '10.1.0.0/16',
      'fd00:1::/32',
    ]);
    expect(problems({ ...secrets, WEBHOOK_ALLOWED_HOSTS: '*.internal' })).toMatch(
      /^WEBHOOK_ALLOWED_HOSTS must be host names/,
    );
  });
});

describe('noticesOf', () => {
  it('says that anyone may sign in, and that no proxy is trusted, at a public address only', () => {
    expect(noticesOf(valid(secrets))).toEqual([]);
    expect(noticesOf(valid(publicSettings))).toHaveLength(2);
    const closed = { ...publicSettings, ALLOWED_DOMAINS: 'example.com', TRUSTED_PROXIES: '1' };
    expect(noticesOf(valid(closed))).toEqual([]);
  });
});
