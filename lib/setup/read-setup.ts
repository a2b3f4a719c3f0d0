import { pushAddress } from '@/lib/calendar-sync/watch-calendar';
import type { SetupCheck, SetupCheckName, SetupResponse } from '@/lib/contract/setup';
import { missingOfDefault, type TriedProvider, tryProviders } from '@/lib/dispatch/try-providers';
import { type TriedClient, tryClient } from '@/lib/google/try-client';
import { db, openedDatabase } from '@/lib/platform/database/client';
import { decryptIfPossible } from '@/lib/platform/encryption/encrypt';
import { env } from '@/lib/platform/env';
import { readInngestServer } from '@/lib/platform/inngest-server';
import { withinLimit } from '@/lib/platform/limit-work';
import { processGlobal } from '@/lib/platform/process-global';
import { readClock } from '@/lib/platform/queries';
import { reasonsUnready } from '@/lib/platform/readiness';
import * as judge from './domain/judge';

/** How long others are waited for, and how long their answers count. */
const LIMIT_MS = 8_000;
const ANSWERS_COUNT_MS = 30_000;
/** Google greets a new channel within seconds. */
const GREETED_AFTER_MS = 10 * 60_000;
/** How many stored permissions are read to try the key. */
const TRIED_SECRETS = 50;

const TITLES: Record<SetupCheckName, string> = {
  address: 'Address',
  access: 'Who may sign in',
  google_client: 'Google client',
  redirect_address: 'Redirect address',
  notifications: 'Notifications from Google',
  bot_provider: 'Bot provider',
  database: 'Database',
  encryption_key: 'Encryption key',
  jobs: 'Jobs',
  clock: 'Clock',
  proxies: 'Proxies',
};

/** What others said of this installation, and when. */
type Answers = { google: TriedClient; providers: TriedProvider[]; at: Date };

/** `askedMs`: by the monotonic clock. */
const shared = processGlobal(
  'setup-answers',
  (): { answers?: Promise<Answers> | undefined; askedMs: number } => ({
    askedMs: 0,
  }),
);

/**
 * Returns how the installation is set up, a check each, within ten seconds. Google and the bot providers are asked at most
 * every 30 seconds, whoever asks.
 * @param came how the request of the administrator came
 */
export async function readSetup(came: judge.Came, clock: () => Date): Promise<SetupResponse> {
  const now = clock();
  const { APP_URL, isLoopback, ALLOWED_EMAILS, ALLOWED_DOMAINS, TRUSTED_PROXIES } = env();
  const [answers, unready] = await Promise.all([answersOfOthers(clock), reasonsUnready()]);
  const { google } = answers;
  const of = (name: SetupCheckName, verdict: judge.Verdict, at = now): SetupCheck => ({
    name,
    title: TITLES[name],
    ...verdict,
    seen_at: at.toISOString(),
  });
  const problems = unready.filter(({ code }) => code !== 'jobs_late').map(({ message }) => message);
  const late = unready.find(({ code }) => code === 'jobs_late')?.message ?? null;
  const stored = problems.length > 0 ? null : await readStored(now);
  const notTold = judge.notTold('The database does not answer.');
  return {
    checks: [
      of('address', judge.judgeAddress(APP_URL, isLoopback, came)),
      of(
        'access',
        judge.judgeAccess({ emails: ALLOWED_EMAILS.length, domains: ALLOWED_DOMAINS }, isLoopback),
      ),
      of('google_client', judge.judgeClient(google.client), answers.at),
      of(
        'redirect_address',
        judge.judgeRedirect(redirectAddress(), google.redirect, stored?.lastSignIn ?? null),
        answers.at,
      ),
      of('notifications', stored ? judge.judgeNotifications(stored.notifications) : notTold),
      of('bot_provider', judge.judgeProviders(answers.providers, missingOfDefault()), answers.at),
      of('database', judge.judgeDatabase(openedDatabase().pglite ? 'embedded' : 'postgresql', problems)),
      of(
        'encryption_key',
        stored ? judge.judgeKey(stored.secrets.tried, stored.secrets.unreadable) : notTold,
      ),
      of('jobs', stored ? judge.judgeJobs({ late, server: stored.server }) : notTold),
      of(
        'clock',
        judge.judgeClock({ database: stored?.aheadOfDatabaseMs ?? null, google: gapToGoogle(answers) }),
        answers.at,
      ),
      of('proxies', judge.judgeProxies(TRUSTED_PROXIES, isLoopback, came)),
    ],
  };
}

/** Where Google sends people back after sign-in (next-auth's route). */
function redirectAddress(): string {
  return `${env().APP_URL}/api/auth/callback/google`;
}

/** Returns by how much Usher's time was ahead of Google's, which tells whole seconds that have begun. */
function gapToGoogle({ google: { timeMs }, at }: Answers): number | null {
  return timeMs === null ? null : +at - timeMs - 500;
}

/** Returns what Google and the providers last said, or asks them: once for all who ask meanwhile. */
function answersOfOthers(clock: () => Date): Promise<Answers> {
  if (!shared.answers || performance.now() - shared.askedMs > ANSWERS_COUNT_MS) {
    shared.askedMs = performance.now();
    shared.answers = ask(clock).catch((error: unknown) => {
      shared.answers = undefined;
      throw error;
    });
  }
  return shared.answers;
}

async function ask(clock: () => Date): Promise<Answers> {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  const app = {
    clientId: GOOGLE_CLIENT_ID,
    clientSecret: GOOGLE_CLIENT_SECRET,
    redirectUri: redirectAddress(),
  };
  const silent: TriedClient = { client: 'silent', redirect: 'silent', timeMs: null };
  const [google, providers] = await Promise.all([
    withinLimit(tryClient(app, AbortSignal.timeout(LIMIT_MS)), LIMIT_MS, silent),
    withinLimit(tryProviders(), LIMIT_MS, null),
  ]);
  const none = [{ title: '', state: 'silent' as const, words: 'The bot provider does not answer.' }];
  return { google, providers: providers ?? none, at: clock() };
}

/** What the rows of the installation tell. */
async function readStored(now: Date) {
  const open = { status: 'open' as const };
  const synced = { syncEnabled: true };
  const silentSince = new Date(+now - GREETED_AFTER_MS);
  const [sent, greeted, channels, silent, calendars, refused, signIn, connections, server, asked] =
    await Promise.all([
      db().calendar.aggregate({ _max: { lastPushAt: true } }),
      db().watchChannel.aggregate({ _max: { firstMessageAt: true } }),
      db().watchChannel.count({ where: open }),
      db().watchChannel.count({
        where: {
          ...open,
          firstMessageAt: null,
          createdAt: { lt: silentSince },
          calendar: { lastPushAt: null },
        },
      }),
      db().calendar.count({ where: synced }),
      db().watchChannel.findFirst({
        where: { status: 'failed', calendar: synced },
        orderBy: { createdAt: 'desc' },
        select: { error: true },
      }),
      db().session.aggregate({ _max: { createdAt: true } }),
      db().calendarConnection.findMany({
        orderBy: { updatedAt: 'desc' },
        take: TRIED_SECRETS,
        select: { id: true, refreshToken: true },
      }),
      readInngestServer(now),
      readClock(db()),
    ]);
  const [clock] = asked;
  const address = pushAddress();
  const times = [sent._max.lastPushAt, greeted._max.firstMessageAt].filter((time) => time !== null);
  return {
    notifications: {
      address: address ?? `${env().APP_URL}/api/webhooks/google-calendar`,
      canArrive: address !== null,
      synced: calendars,
      channels,
      silent,
      lastAt: times.sort((one, other) => +other - +one)[0] ?? null,
      refusal: refused?.error ?? null,
    },
    lastSignIn: signIn._max.createdAt,
    secrets: {
      tried: connections.length,
      unreadable: connections.filter((connection) => !isReadable(connection)).length,
    },
    server,
    aheadOfDatabaseMs: clock ? Date.now() - +clock.time : null,
  };
}

function isReadable({ id, refreshToken }: { id: string; refreshToken: string }): boolean {
  return decryptIfPossible(refreshToken, 'CalendarConnection.refreshToken', id) !== null;
}
