import { isDisabled, mayComeIn } from '@/lib/accounts/access';
import { type GooglePerson, identifyPerson } from '@/lib/accounts/identify-person';
import type { User } from '@/lib/accounts/users';
import { recordSeldom } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import { googleEndpoints, grantsCalendar, SIGN_IN_SCOPES } from '@/lib/google/endpoints';
import { CALL_TIMEOUT_MS } from '@/lib/google/oauth';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { sendJobs } from '@/lib/platform/jobs';
import { logSeldom } from '@/lib/platform/log-seldom';
import { logger } from '@/lib/platform/logger';
import { connectCalendar } from './connect-calendar';

/** What Google says about a person who has just signed in, and what they granted. */
export type GoogleSignIn = GooglePerson & {
  scope: string;
  accessToken: string;
  accessTokenExpiresAt: Date | null;
  /** Google gives it only with the first consent, or with a forced one. */
  refreshToken: string | null;
};

/**
 * Returns what a sign-in needs: Google's addresses, the scopes to ask for, and how long an answer may take.
 */
export function googleSignIn(): {
  endpoints: ReturnType<typeof googleEndpoints>;
  scope: string;
  timeoutMs: number;
} {
  return {
    endpoints: googleEndpoints(),
    scope: SIGN_IN_SCOPES.join(' '),
    timeoutMs: CALL_TIMEOUT_MS,
  };
}

export type SignInProblem =
  | 'missing_scopes'
  | 'missing_refresh_token'
  /** ALLOWED_EMAILS and ALLOWED_DOMAINS name others. */
  | 'not_allowed'
  /** An administrator keeps the person out. */
  | 'disabled'
  /** An operator must say whether the person is the user with their address. */
  | 'unconfirmed'
  | 'not_a_calendar_user'
  | 'api_disabled'
  | 'failed';

/** What a person is told for Google's reasons that trying again does not change. */
const PROBLEMS: Record<string, SignInProblem> = {
  missing_scopes: 'missing_scopes',
  notACalendarUser: 'not_a_calendar_user',
  accessNotConfigured: 'api_disabled',
};

/**
 * Signs a person in: creates the user if they are new, and connects the account that they granted access to.
 * @returns the user, or why they cannot be signed in yet
 */
export async function signIn(from: GoogleSignIn, now: Date): Promise<Outcome> {
  const outcome = await trySignIn(from, now);
  if ('problem' in outcome) await noteRefusal(from, outcome.problem, now);
  return outcome;
}

type Outcome = { user: User } | { problem: SignInProblem };

/** Logs that a sign-in was refused, and records it for the person if they are known here. Anyone can cause it: both are seldom. */
async function noteRefusal(
  { sub, email, hostedDomain }: GoogleSignIn,
  problem: SignInProblem,
  now: Date,
): Promise<void> {
  const line = { level: 'info', kind: `sign-in-${problem}`, message: 'A sign-in was refused' } as const;
  logSeldom(line, { problem, email, hostedDomain }, now);
  const known = await db().user.findUnique({ where: { googleSub: sub }, select: { id: true } });
  if (!known) return;
  await recordSeldom({
    userId: known.id,
    at: now,
    actor: 'person',
    action: 'session.refused',
    cause: problem,
    summary: `A sign-in with ${email} was refused: ${WHY_REFUSED[problem]}.`,
    before: {},
    after: { problem },
  });
}

const WHY_REFUSED: Record<SignInProblem, string> = {
  missing_scopes: 'access to the calendar was not granted',
  missing_refresh_token: 'Google gave no lasting access',
  not_allowed: 'this address is not allowed here',
  disabled: 'the account is disabled',
  unconfirmed: 'an operator must confirm who it is',
  not_a_calendar_user: 'the account has no calendar',
  api_disabled: 'the calendar API is turned off',
  failed: 'Google could not be asked',
};

async function trySignIn(from: GoogleSignIn, now: Date): Promise<Outcome> {
  if (!mayComeIn(from)) return { problem: 'not_allowed' };
  if (!grantsCalendar(from.scope)) return { problem: 'missing_scopes' };
  const identified = await identifyPerson(from, now);
  if ('problem' in identified) return identified;
  const { user, isNew } = identified;
  if (await isDisabled(user.id)) return { problem: 'disabled' };
  const problem = await connectGranted(user.id, from, now);
  if (!problem) return { user };
  // Who cannot be signed in leaves nothing behind.
  if (isNew) await db().user.deleteMany({ where: { id: user.id, connections: { none: {} } } });
  return { problem };
}

/**
 * Connects one more Google account of a person who is signed in, or renews what one of their accounts has
 * granted.
 * @returns what went wrong; null when the account is connected
 */
export async function addAccount(
  userId: string,
  from: GoogleSignIn,
  now: Date,
): Promise<SignInProblem | null> {
  if (!grantsCalendar(from.scope)) return 'missing_scopes';
  return connectGranted(userId, from, now);
}

async function connectGranted(userId: string, from: GoogleSignIn, now: Date): Promise<SignInProblem | null> {
  if (!from.refreshToken) {
    const working = await db().calendarConnection.findFirst({
      where: { userId, googleSub: from.sub, status: 'active' },
    });
    return working ? null : 'missing_refresh_token';
  }
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  try {
    const { connection } = await connectCalendar(
      userId,
      {
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: GOOGLE_CLIENT_SECRET,
        refreshToken: from.refreshToken,
        accessToken: from.accessToken,
        accessTokenExpiresAt: from.accessTokenExpiresAt,
        googleSub: from.sub,
        accountName: from.name,
        scope: from.scope,
        grantedHere: true,
      },
      'person',
      now,
    );
    await requestWatch(connection.id);
    return null;
  } catch (error) {
    if (!(error instanceof UsherError)) throw error;
    const { reason } = (error.details ?? {}) as { reason?: string };
    return PROBLEMS[reason ?? ''] ?? 'failed';
  }
}

/** Requests the push channels of a connection's calendars. */
async function requestWatch(connectionId: string): Promise<void> {
  const calendars = await db().calendar.findMany({
    where: { connectionId, syncEnabled: true },
    select: { id: true },
  });
  try {
    await sendJobs(calendars.map(({ id: calendarId }) => ({ name: 'calendar/watch', data: { calendarId } })));
  } catch (error) {
    logger.warn({ error }, 'Push channels could not be requested; the sweep will request them');
  }
}
