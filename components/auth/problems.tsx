import type { ReactNode } from 'react';

export type SignInProblem = {
  title: string;
  body: ReactNode;
  action: { label: string; askAgain: boolean };
};

const GOOGLE_PERMISSIONS = 'https://myaccount.google.com/permissions';

function OutsideLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="font-medium text-accent-text underline underline-offset-2"
    >
      {children}
    </a>
  );
}

function Command({ children }: { children: string }) {
  return (
    <code className="whitespace-nowrap rounded-md bg-surface px-1.5 py-0.5 font-mono text-[0.8125rem] text-ink">
      {children}
    </code>
  );
}

/** What can go wrong when signing in with Google, and what to do about it. */
const PROBLEMS: Record<string, SignInProblem> = {
  access_denied: {
    title: 'Access wasn’t granted',
    body: (
      <>
        <p>
          Google asked whether Usher may see your calendar, and the answer was no. Nothing was stored. Usher
          can’t work without your calendar.
        </p>
        <p>If that was a mistake, try again and allow access. Usher never changes your calendar.</p>
      </>
    ),
    action: { label: 'Try again', askAgain: false },
  },
  missing_scopes: {
    title: 'Calendar access is missing',
    body: (
      <>
        <p>You signed in, but did not let Usher see your calendar. Try again, and on Google’s page check:</p>
        <p className="flex items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3 font-medium text-ink shadow-card">
          <span
            aria-hidden="true"
            className="grid size-4.5 shrink-0 place-items-center rounded-[5px] bg-accent text-on-accent text-xs"
          >
            ✓
          </span>
          See and download any calendar you can access using your Google Calendar
        </p>
        <p>Access is read-only: Usher never changes a meeting.</p>
      </>
    ),
    action: { label: 'Try again and check the box', askAgain: true },
  },
  missing_refresh_token: {
    title: 'Google didn’t let Usher stay connected',
    body: (
      <>
        <p>
          Google granted access to your calendar for one hour only, so you are not signed in yet. This happens
          when Google has asked you before. To send bots while you are away, Usher needs access that lasts.
        </p>
        <p>
          Ask Google again and allow access. If that does not help, remove Usher at{' '}
          <OutsideLink href={GOOGLE_PERMISSIONS}>myaccount.google.com/permissions</OutsideLink> and sign in
          again.
        </p>
      </>
    ),
    action: { label: 'Ask Google again', askAgain: true },
  },
  unverified: {
    title: 'Your address isn’t verified',
    body: (
      <>
        <p>
          Google hasn’t verified that the address of this account is yours, so Usher can’t tell who you are.
          Nothing was stored.
        </p>
        <p>
          Verify it at{' '}
          <OutsideLink href="https://myaccount.google.com/email">myaccount.google.com/email</OutsideLink>,
          then sign in again, or use another account.
        </p>
      </>
    ),
    action: { label: 'Try again', askAgain: true },
  },
  not_allowed: {
    title: 'This account can’t be used here',
    body: (
      <>
        <p>
          Whoever runs this installation decides which accounts may sign in, and this one isn’t among them.
        </p>
        <p>Nothing was stored. Sign in with your work account, or ask to be added.</p>
      </>
    ),
    action: { label: 'Use another account', askAgain: true },
  },
  disabled: {
    title: 'Your account is disabled',
    body: (
      <p>An administrator of this installation has disabled it. Your data is kept. Ask them to enable it.</p>
    ),
    action: { label: 'Use another account', askAgain: true },
  },
  unconfirmed: {
    title: 'Is this account yours?',
    body: (
      <>
        <p>
          Someone used Usher with this address before, and Google can’t tell whether that was you: addresses
          are sometimes given to someone else. Nothing of that account was opened.
        </p>
        <p>
          Ask whoever runs this installation to confirm it with <Command>npm run confirm-person</Command>,
          then sign in again.
        </p>
      </>
    ),
    action: { label: 'Sign in again', askAgain: true },
  },
  not_a_calendar_user: {
    title: 'No Google Calendar here',
    body: (
      <>
        <p>This account doesn’t use Google Calendar, so there are no meetings to send bots to.</p>
        <p>
          Open <OutsideLink href="https://calendar.google.com">calendar.google.com</OutsideLink> with it once,
          or ask the administrator of your organization to turn Google Calendar on. Then try again, or use
          another account.
        </p>
      </>
    ),
    action: { label: 'Try again', askAgain: true },
  },
  api_disabled: {
    title: 'Google Calendar is off for this installation',
    body: (
      <p>
        The Google Calendar API is off in the Google Cloud project that Usher uses. Whoever runs this
        installation can turn it on there. Then try again.
      </p>
    ),
    action: { label: 'Try again', askAgain: true },
  },
  too_many: {
    title: 'Too many sign-ins',
    body: <p>Too many sign-ins came from your network in the last minute. Wait a minute, then try again.</p>,
    action: { label: 'Try again', askAgain: false },
  },
};

const FAILED: SignInProblem = {
  title: 'Couldn’t sign you in',
  body: (
    <p>
      Something went wrong between Google and Usher, and nothing was stored. This is usually temporary: try
      again. If it keeps happening, whoever runs this installation finds the reason in its log.
    </p>
  ),
  action: { label: 'Try again', askAgain: false },
};

/** Returns the problem of a reason; an unknown reason has the general one. */
export function problemOf(reason: string | undefined): SignInProblem {
  return (reason && Object.hasOwn(PROBLEMS, reason) && PROBLEMS[reason]) || FAILED;
}
