import { resolve } from 'node:path';
import { z } from 'zod';
import { isPublicHost, namesHosts } from './public-address';
import { sandboxSettings } from './sandbox-settings';

const NO_INNGEST_DEV = new Set(['0', 'false']);

const port = z.coerce.number().int().min(1).max(65535);
const httpUrl = z.url({ protocol: /^https?$/ });
const origin = httpUrl
  .refine((value) => ['', '/'].includes(new URL(value).pathname) && !/[?#]/.test(value))
  .transform((value) => new URL(value).origin);
/** Items separated by commas or spaces. */
const list = (item: z.ZodType<string, string>, adjust = (value: string) => value) =>
  z
    .string()
    .transform((value) =>
      adjust(value)
        .split(/[\s,]+/)
        .filter(Boolean),
    )
    .pipe(z.array(item))
    .default([]);
const names = (name: z.ZodType<string, string>) => list(name, (value) => value.toLowerCase());
const domain = z.string().regex(/^(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/);
const key32 = z.string().refine((value) => Buffer.from(value, 'base64').length === 32);

const settings = z.object({
  PORT: port.default(3000),
  HOST: z.union([z.ipv4(), z.ipv6(), z.literal('localhost')]).optional(),
  DATA_DIR: z.string().default('./.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  APP_URL: origin.optional(),
  SANDBOX_PORT: port.optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_EMULATOR_URL: origin.optional(),
  BOT_PROVIDER: z.enum(['meetstream', 'attendee']).default('meetstream'),
  MEETSTREAM_API_URL: httpUrl.default('https://api.meetstream.ai/api/v1'),
  MEETSTREAM_API_KEY: z.string().optional(),
  MEETSTREAM_WEBHOOK_SECRET: z.string().optional(),
  ATTENDEE_API_URL: httpUrl.transform((value) => value.replace(/(\/api\/v1)?\/*$/, '')).optional(),
  ATTENDEE_API_KEY: z.string().optional(),
  ATTENDEE_WEBHOOK_SECRET: z.base64().optional(),
  ALLOWED_EMAILS: names(z.email()),
  ALLOWED_DOMAINS: names(domain),
  ADMIN_EMAILS: names(z.email()),
  WEBHOOK_ALLOWED_HOSTS: names(z.string().refine(namesHosts)),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  ENCRYPTION_KEY: key32.optional(),
  ENCRYPTION_KEY_PREVIOUS: list(key32),
  METRICS_TOKEN: z.string().min(32).optional(),
  INNGEST_DEV: z.union([z.enum(['1', 'true', '0', 'false']), httpUrl]).optional(),
  INNGEST_BASE_URL: httpUrl.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  MAX_BOTS_PER_PERSON: z.coerce.number().int().min(1).max(1000).default(20),
  MAX_BOTS: z.coerce.number().int().min(1).optional(),
  RATE_LIMIT: z.coerce.number().int().min(1).default(1200),
  RETENTION_DAYS: z.coerce.number().int().min(90).max(36_500).default(400),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  LOG_FORMAT: z.enum(['json', 'text']).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

const rules: Record<keyof typeof settings.shape, string> = {
  PORT: 'must be a port number from 1 to 65535',
  HOST: 'must be the IP address of an interface, such as 127.0.0.1 or 0.0.0.0',
  DATA_DIR: 'must be a directory',
  DATABASE_URL: 'must look like postgresql://user:password@host:5432/database',
  APP_URL: 'must be an address such as https://usher.example.com, without a path',
  SANDBOX_PORT: 'must be a port number from 1 to 65535',
  GOOGLE_CLIENT_ID: 'must be text',
  GOOGLE_CLIENT_SECRET: 'must be text',
  GOOGLE_EMULATOR_URL: 'must be an address such as http://localhost:3001, without a path',
  BOT_PROVIDER: 'must be meetstream or attendee',
  MEETSTREAM_API_URL: 'must be an http or https address',
  MEETSTREAM_API_KEY: 'must be text',
  MEETSTREAM_WEBHOOK_SECRET: 'must be text',
  ATTENDEE_API_URL: 'must be an http or https address, such as https://attendee.example.com',
  ATTENDEE_API_KEY: 'must be text',
  ATTENDEE_WEBHOOK_SECRET: 'must be base64, as Attendee shows it under Settings, Webhooks',
  ALLOWED_EMAILS: 'must be e-mail addresses with commas between them',
  ALLOWED_DOMAINS: 'must be domains such as example.com with commas between them',
  ADMIN_EMAILS: 'must be e-mail addresses with commas between them',
  WEBHOOK_ALLOWED_HOSTS: 'must be host names, IP addresses or subnets with commas between them',
  NEXTAUTH_SECRET: 'must have at least 32 characters',
  ENCRYPTION_KEY: 'must be 32 bytes in base64 (openssl rand -base64 32 makes one)',
  ENCRYPTION_KEY_PREVIOUS: 'must be keys of 32 bytes in base64 with commas between them',
  METRICS_TOKEN: 'must have at least 32 characters',
  INNGEST_DEV: 'must be 1 or the address of an Inngest dev server',
  INNGEST_BASE_URL: 'must be an http or https address',
  INNGEST_EVENT_KEY: 'must be text',
  INNGEST_SIGNING_KEY: 'must be text',
  MAX_BOTS_PER_PERSON: 'must be a whole number of bots, 1 to 1000',
  MAX_BOTS: 'must be a whole number of bots, 1 or more',
  RATE_LIMIT: 'must be a whole number of requests a minute, 1 or more',
  RETENTION_DAYS: 'must be a whole number of days, 90 to 36500',
  TRUSTED_PROXIES: 'must be how many proxies stand before the app, 0 to 10',
  LOG_FORMAT: 'must be json or text',
  LOG_LEVEL: 'must be one of trace, debug, info, warn, error, fatal, silent',
};

type Parsed = z.infer<typeof settings>;

/** All settings, validated and with their defaults. */
export type Env = Omit<Parsed, 'BOT_PROVIDER'> & {
  HOST: string;
  LOG_FORMAT: 'json' | 'text';
  /** Absolute. */
  DATA_DIR: string;
  /** Origin, without a trailing slash. */
  APP_URL: string;
  SANDBOX_PORT: number;
  GOOGLE_CLIENT_ID: string;
  GOOGLE_CLIENT_SECRET: string;
  BOT_PROVIDER: 'meetstream' | 'attendee';
  NEXTAUTH_SECRET: string;
  ENCRYPTION_KEY: string;
  /** APP_URL is an address of this computer only. */
  isLoopback: boolean;
  /** Google and the bot provider are the local sandbox. */
  demo: boolean;
  /** Who runs the jobs: this process, or an Inngest server. */
  inngestMode: 'local' | 'server';
};

/**
 * Returns whether only this computer reaches an address (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC
 * 4291 section 2.5.3); false for what is no address.
 */
export function isLoopbackUrl(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return (
    host === 'localhost' || host.endsWith('.localhost') || /^127(\.\d+){3}$/.test(host) || host === '[::1]'
  );
}

function isDevServer(inngestDev: string | undefined): boolean {
  return inngestDev !== undefined && !NO_INNGEST_DEV.has(inngestDev);
}

/** Of 32 random bytes some 30 are different, of their base64 some 30 characters, of their hexadecimal digits 16. */
const LEAST_CHARACTERS = 12;
const LEAST_BYTES = 16;

/** Returns what an operator should know about settings that are possible, one sentence each. */
export function noticesOf(env: Env): string[] {
  if (env.isLoopback) return [];
  const isOpen = env.ALLOWED_EMAILS.length + env.ALLOWED_DOMAINS.length === 0;
  return [
    ...(isOpen
      ? ['Anyone with a Google account may sign in. ALLOWED_DOMAINS and ALLOWED_EMAILS say who may.']
      : []),
    ...(env.TRUSTED_PROXIES === 0
      ? [
          'No proxy is trusted: all strangers behind one count as one address, and one of them can use up what all may try. TRUSTED_PROXIES says how many there are.',
        ]
      : []),
  ];
}

/**
 * Returns the problems that a public address has and loopback has not: a sandbox, and secrets that are
 * missing or weak.
 */
function publicProblems(parsed: Parsed, appUrl: string): string[] {
  const problems: string[] = [];
  if (!appUrl.startsWith('https://')) problems.push('APP_URL must be https unless it is on localhost.');
  if (parsed.GOOGLE_EMULATOR_URL)
    problems.push('GOOGLE_EMULATOR_URL is only allowed when APP_URL is on localhost.');
  if (isDevServer(parsed.INNGEST_DEV)) {
    problems.push(
      'INNGEST_DEV is only allowed when APP_URL is on localhost: with it, jobs run for anyone who asks.',
    );
  }
  const needed = [
    ...['NEXTAUTH_SECRET', 'ENCRYPTION_KEY', 'GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
    ...(parsed.BOT_PROVIDER === 'meetstream' ? ['MEETSTREAM_API_KEY'] : []),
  ] as (keyof Parsed)[];
  for (const name of needed) {
    if (!parsed[name]) problems.push(`${name} is missing: a public APP_URL needs it.`);
  }
  for (const name of ['NEXTAUTH_SECRET', 'METRICS_TOKEN'] as const) {
    if (new Set(parsed[name]).size < LEAST_CHARACTERS && parsed[name])
      problems.push(`${name} is easy to guess: \`openssl rand -base64 32\` makes a good one.`);
  }
  if (parsed.ENCRYPTION_KEY && new Set(Buffer.from(parsed.ENCRYPTION_KEY, 'base64')).size < LEAST_BYTES)
    problems.push('ENCRYPTION_KEY is easy to guess: `openssl rand -base64 32` makes a good one.');
  for (const name of ['MEETSTREAM_API_URL', 'ATTENDEE_API_URL'] as const) {
    const url = parsed[name];
    if (url?.startsWith('http:') && isPublicHost(url))
      problems.push(`${name} must be https: over http the bots and your key are readable on the way.`);
  }
  return problems;
}

const ATTENDEE = ['ATTENDEE_API_URL', 'ATTENDEE_API_KEY', 'ATTENDEE_WEBHOOK_SECRET'] as const;

/**
 * Returns the settings of Attendee that are missing. With one of them, or as the provider, it needs them all; on loopback,
 * which its reports do not reach, not the secret that checks them.
 */
function attendeeProblems(parsed: Parsed, demo: boolean, isLoopback: boolean): string[] {
  const given = ATTENDEE.filter((name) => parsed[name]);
  const why = given[0] ?? (parsed.BOT_PROVIDER === 'attendee' ? 'BOT_PROVIDER=attendee' : null);
  if (!why || (demo && !parsed.ATTENDEE_API_URL)) return [];
  const needed = ATTENDEE.filter((name) => !(isLoopback && name === 'ATTENDEE_WEBHOOK_SECRET'));
  return needed.filter((name) => !parsed[name]).map((name) => `${name} is missing: ${why} needs it.`);
}

function localProblems(parsed: Parsed, demo: boolean): string[] {
  const problems: string[] = [];
  for (const name of ['NEXTAUTH_SECRET', 'ENCRYPTION_KEY'] as const) {
    if (!parsed[name])
      problems.push(`${name} is missing: start with \`npm start\`, which makes it, or set it.`);
  }
  if (demo) return problems;
  for (const name of ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'] as const) {
    if (!parsed[name])
      problems.push(`${name} is missing: set it, or leave out all GOOGLE_ settings for demo mode.`);
  }
  return problems;
}

/**
 * Validates settings and leaves the process as it is. An empty value counts as not set.
 * @param raw names and values as in `process.env`
 * @returns the settings with defaults (in demo mode those of the sandbox), or every problem, one sentence
 *   each
 */
export function readEnv(raw: Record<string, string | undefined>): { env: Env } | { problems: string[] } {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value?.trim()));
  const result = settings.safeParse(given);
  const malformed = result.success ? [] : result.error.issues.map((issue) => issue.path[0] as keyof Parsed);
  const problems = [...new Set(malformed)].map((name) => `${name} ${rules[name]}.`);
  // A malformed value counts as not set, so that the rules below find the other problems as well.
  const parsed = result.success
    ? result.data
    : settings.parse(
        Object.fromEntries(
          Object.entries(given).filter(([name]) => !malformed.includes(name as keyof Parsed)),
        ),
      );
  const appUrl = parsed.APP_URL ?? `http://localhost:${parsed.PORT}`;
  const isLoopback = isLoopbackUrl(appUrl);
  const demo =
    isLoopback &&
    (given.USHER_DEMO === '1' ||
      !(parsed.GOOGLE_CLIENT_ID || parsed.GOOGLE_CLIENT_SECRET || parsed.GOOGLE_EMULATOR_URL));
  const sandboxPort = parsed.SANDBOX_PORT ?? parsed.PORT + 1;

  const missing = [
    ...(isLoopback ? localProblems(parsed, demo) : publicProblems(parsed, appUrl)),
    ...attendeeProblems(parsed, demo, isLoopback),
  ];
  problems.push(...missing.filter((problem) => !malformed.some((name) => problem.startsWith(`${name} `))));
  if (demo && sandboxPort > 65535) problems.push('SANDBOX_PORT is missing: PORT + 1 is not a port number.');
  if (demo && sandboxPort === parsed.PORT) problems.push('SANDBOX_PORT must differ from PORT.');
  const inngestDev = isDevServer(parsed.INNGEST_DEV);
  if (parsed.INNGEST_EVENT_KEY && !parsed.INNGEST_SIGNING_KEY && !inngestDev) {
    problems.push('INNGEST_SIGNING_KEY is missing: INNGEST_EVENT_KEY needs it.');
  }
  if (problems.length > 0) return { problems };

  const sandbox = sandboxSettings(sandboxPort);
  const complete = {
    ...parsed,
    ...(demo ? sandbox.google : {}),
    ...(demo && !given.MEETSTREAM_API_URL ? sandbox.bots : {}),
    ...(demo && !given.ATTENDEE_API_URL ? sandbox.attendee : {}),
    HOST: parsed.HOST ?? (isLoopback ? '127.0.0.1' : '0.0.0.0'),
    LOG_FORMAT: parsed.LOG_FORMAT ?? (isLoopback ? 'text' : 'json'),
    APP_URL: appUrl,
    SANDBOX_PORT: sandboxPort,
    DATA_DIR: resolve(parsed.DATA_DIR),
    isLoopback,
    demo,
    inngestMode:
      inngestDev || parsed.INNGEST_BASE_URL || parsed.INNGEST_SIGNING_KEY
        ? ('server' as const)
        : ('local' as const),
  };
  return { env: complete as Env };
}

let cached: Env | undefined;

/**
 * Returns the process's settings, which the first call validates.
 * @throws Error that lists every problem
 */
export function env(): Env {
  if (cached) return cached;
  const result = readEnv(process.env);
  if ('problems' in result) throw new Error(`Invalid settings:\n${result.problems.join('\n')}`);
  cached = result.env;
  return cached;
}
