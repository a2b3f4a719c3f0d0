import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { NextAuthOptions } from 'next-auth';
import { decode } from 'next-auth/jwt';
import { isAdministrator, mayComeIn } from '@/lib/accounts/access';
import { findUserBySession, SESSION_DAYS, signOut, startSession } from '@/lib/accounts/sessions';
import { findUserByGoogleSub, type User } from '@/lib/accounts/users';
import { addAccount, type GoogleSignIn, signIn } from '@/lib/calendar-sync/sign-in';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { logSeldom } from '@/lib/platform/log-seldom';
import { ADDRESS_HEADER } from './adjust-requests';
import { googleProvider } from './google-provider';

/** The page that tells a person why they could not sign in, and what to do. */
export const PROBLEM_PAGE = '/sign-in/problem';

/**
 * Returns next-auth's settings. The session is an encrypted cookie with the id of a stored session, which each request looks up: a session that has ended is
 * refused whatever copies there are of its cookie.
 */
export function authOptions(): NextAuthOptions {
  const { NEXTAUTH_SECRET } = env();
  return {
    secret: NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: '/sign-in', error: PROBLEM_PAGE },
    providers: [googleProvider()],
    callbacks: {
      async signIn({ account, profile }) {
        const google = profile as {
          email?: string;
          email_verified?: unknown;
          hd?: unknown;
          name?: string;
          picture?: string;
        };
        const connecting = await connectingNow();
        if (!account?.providerAccountId || !google.email || google.email_verified !== true) {
          const problem = google.email ? 'unverified' : 'failed';
          return connecting
            ? connectOutcome({ problem, account: connecting.account })
            : `${PROBLEM_PAGE}?reason=${problem}`;
        }
        const from: GoogleSignIn = {
          // next-auth takes it from the id_token's `sub`.
          sub: account.providerAccountId,
          email: google.email,
          name: google.name ?? null,
          image: google.picture ?? null,
          hostedDomain: typeof google.hd === 'string' ? google.hd.toLowerCase() : null,
          scope: account.scope ?? '',
          accessToken: account.access_token ?? '',
          accessTokenExpiresAt: account.expires_at ? new Date(account.expires_at * 1000) : null,
          refreshToken: account.refresh_token ?? null,
        };
        if (connecting) {
          const problem = await addAccount(connecting.owner.id, from, now());
          // A returned address makes no new session: the person stays signed in as before.
          return connectOutcome(
            problem ? { problem, account: connecting.account ?? from.email } : { connected: from.email },
          );
        }
        const result = await signIn(from, now());
        return 'problem' in result ? `${PROBLEM_PAGE}?reason=${result.problem}` : true;
      },
      async jwt({ token, account }) {
        // At sign-in only; later the token has the id.
        if (account) {
          const user = await findUserByGoogleSub(account.providerAccountId);
          const userAgent = (await headers()).get('user-agent');
          const replacedId = (await currentSession())?.sessionId ?? null;
          if (user) token.sessionId = await startSession(user.id, { userAgent, replacedId }, now());
        }
        return token;
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token.sessionId === 'string') await signOut(token.sessionId, now());
      },
    },
    logger: {
      error(code, metadata) {
        const error = messageOf(metadata);
        // A cookie that cannot be read is no sign-in: anyone can send one.
        if (code === 'JWT_SESSION_ERROR') return;
        // Strangers can fail as often as they like.
        const line = { level: 'warn', kind: `sign-in ${code}`, message: 'Sign-in failed' } as const;
        logSeldom(line, { problem: code, error }, now());
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Returns the address that tells a person the outcome of connecting; `account` is the one to connect again. */
export function connectOutcome(
  outcome: { connected: string } | { problem: string; account: string | null },
): string {
  const told = Object.entries(outcome).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/calendars?${new URLSearchParams(told)}`;
}

/**
 * Returns the person who is connecting another account, told by the address that the calendars page gave as the callback
 * (see connectAccount); null when it is a sign-in.
 * @returns with the account to connect, if the person chose one
 */
export async function connectingNow(): Promise<{ owner: User; account: string | null } | null> {
  const back = await addressAfterGoogle();
  if (back?.pathname !== '/calendars' || back.searchParams.get('connect') !== 'account') return null;
  const session = await currentSession();
  return session && { owner: session.user, account: back.searchParams.get('account') };
}

/** Returns the address to which the person comes back from Google, as the sign-in library was told; null when there is none. */
export async function addressAfterGoogle(): Promise<URL | null> {
  const jar = await cookies();
  const name = 'next-auth.callback-url';
  const back = (jar.get(`__Secure-${name}`) ?? jar.get(name))?.value ?? '';
  return URL.canParse(back, env().APP_URL) ? new URL(back, env().APP_URL) : null;
}

function messageOf(metadata: unknown): string | undefined {
  const { error, message } = (metadata ?? {}) as { error?: { message?: string }; message?: string };
  return error?.message ?? message;
}

/** Returns the person of the request's session cookie, and the session's id; null when no one is signed in. */
export async function currentSession(): Promise<{ user: User; sessionId: string } | null> {
  const sessionId = await sessionOfCookie();
  if (!sessionId) return null;
  const user = await findUserBySession(sessionId, now());
  return user && mayComeIn(user) ? { user, sessionId } : null;
}

/**
 * Returns the id of the session that the request's cookie names. A cookie that cannot be read names none, and is not logged: anyone
 * can send one, with every request. The library's own way reads its other cookies too, and fails where those are odd.
 */
async function sessionOfCookie(): Promise<string | null> {
  const { NEXTAUTH_SECRET, APP_URL } = env();
  const name = `${APP_URL.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token`;
  const token = (await cookies()).get(name)?.value;
  if (!token) return null;
  const claims = await decode({ token, secret: NEXTAUTH_SECRET }).catch(() => null);
  return typeof claims?.sessionId === 'string' ? claims.sessionId : null;
}

/** A person who is signed in, and whether they are an administrator. */
export type SignedIn = User & { isAdministrator: boolean };

/** Returns the person who is signed in, or null. */
export async function signedIn(): Promise<SignedIn | null> {
  const session = await currentSession();
  return session && { ...session.user, isAdministrator: isAdministrator(session.user) };
}

/** Returns the person who is signed in, for pages. Redirects to the sign-in page, which leads back, when there is none. */
export async function requireUser(): Promise<SignedIn> {
  const user = await signedIn();
  if (user) return user;
  const [path = '/', query] = ((await headers()).get(ADDRESS_HEADER) ?? '/').split('?');
  const params = new URLSearchParams(query);
  // Next adds it when the browser asks for a part of a page.
  params.delete('_rsc');
  const page = params.size > 0 ? `${path}?${params}` : path;
  redirect(`/sign-in?${new URLSearchParams({ back: page })}`);
}

/** Returns the administrator who is signed in, for pages; tells everyone else that there is no such page. */
export async function requireAdministrator(): Promise<SignedIn> {
  const user = await requireUser();
  return user.isAdministrator ? user : notFound();
}
