import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { getServerSession, type NextAuthOptions } from 'next-auth';
import GoogleProvider from 'next-auth/providers/google';
import { findUser, findUserByEmail, type User } from '@/lib/accounts/users';
import { addAccount, type GoogleSignIn, googleSignIn, signIn } from '@/lib/calendar-sync/sign-in';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { logger } from '@/lib/platform/logger';

/** Where a person is told why they could not come in, and what to do. */
const PROBLEM_PAGE = '/sign-in/problem';

/**
 * next-auth's settings. Google answers with lasting, read-only access to the calendar in the same consent as
 * the sign-in. The session is a signed cookie that holds the user's id.
 */
export function authOptions(): NextAuthOptions {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, NEXTAUTH_SECRET } = env();
  const { wellKnown, scope, timeoutMs } = googleSignIn();
  return {
    secret: NEXTAUTH_SECRET,
    session: { strategy: 'jwt' },
    pages: { signIn: '/sign-in', error: PROBLEM_PAGE },
    providers: [
      GoogleProvider({
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: GOOGLE_CLIENT_SECRET,
        wellKnown,
        // By default it is waited for 3.5 s.
        httpOptions: { timeout: timeoutMs },
        authorization: {
          params: { scope, access_type: 'offline', include_granted_scopes: 'true' },
        },
        checks: ['pkce', 'state'],
      }),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        const google = profile as {
          email?: string;
          email_verified?: boolean;
          name?: string;
          picture?: string;
        };
        if (!account || !google.email || google.email_verified === false)
          return `${PROBLEM_PAGE}?reason=failed`;
        const from: GoogleSignIn = {
          email: google.email,
          name: google.name ?? null,
          image: google.picture ?? null,
          scope: account.scope ?? '',
          accessToken: account.access_token ?? '',
          accessTokenExpiresAt: account.expires_at ? new Date(account.expires_at * 1000) : null,
          refreshToken: account.refresh_token ?? null,
        };
        const connecting = await connectingNow();
        if (connecting) {
          const problem = await addAccount(connecting.owner.id, from, now());
          // An address ends here without a new session: who is signed in stays signed in.
          return connectOutcome(
            problem ? { problem, account: connecting.account ?? from.email } : { connected: from.email },
          );
        }
        const result = await signIn(from, now());
        return 'problem' in result ? `${PROBLEM_PAGE}?reason=${result.problem}` : true;
      },
      async jwt({ token, account }) {
        // Only at sign-in; later the id in the token stands.
        if (account && token.email) {
          const user = await findUserByEmail(token.email);
          if (user) token.userId = user.id;
        }
        return token;
      },
      session({ session, token }) {
        return { ...session, userId: token.userId };
      },
    },
    logger: {
      error: (code, metadata) => logger.warn({ code, error: messageOf(metadata) }, 'Sign-in failed'),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Where a person who connects an account is told how it went; `account` is the one to ask Google for again. */
export function connectOutcome(
  outcome: { connected: string } | { problem: string; account: string | null },
): string {
  const told = Object.entries(outcome).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/calendars?${new URLSearchParams(told)}`;
}

/**
 * Whether the present way to Google and back is to connect an account to the person who is signed in: then it comes
 * back to where the calendars page said (see connectAccount).
 * @returns that person, and the account that was to be connected if it was a certain one; null when it is a sign-in
 */
export async function connectingNow(): Promise<{ owner: User; account: string | null } | null> {
  const jar = await cookies();
  const name = 'next-auth.callback-url';
  const back = (jar.get(`__Secure-${name}`) ?? jar.get(name))?.value ?? '';
  if (!URL.canParse(back, env().APP_URL)) return null;
  const { pathname, searchParams } = new URL(back, env().APP_URL);
  if (pathname !== '/calendars' || searchParams.get('connect') !== 'account') return null;
  const owner = await sessionUser();
  return owner && { owner, account: searchParams.get('account') };
}

function messageOf(metadata: unknown): string | undefined {
  const { error, message } = (metadata ?? {}) as { error?: { message?: string }; message?: string };
  return error?.message ?? message;
}

/** The person behind the request's session cookie. @returns null when nobody is signed in */
export async function sessionUser(): Promise<User | null> {
  const session = (await getServerSession(authOptions())) as { userId?: string } | null;
  return session?.userId ? findUser(session.userId) : null;
}

/** The person signed in, for pages. Redirects to the sign-in page when there is none. */
export async function requireUser(): Promise<User> {
  return (await sessionUser()) ?? redirect('/sign-in');
}
