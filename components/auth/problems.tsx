import type { ReactNode } from 'react';

export type SignInProblem = {
  title: string;
  body: ReactNode;
  action: { label: string; askAgain: boolean };
};

const GOOGLE_PERMISSIONS = 'https://myaccount.google.com/permissions';

/** What may go wrong on the way back from Google, and what to do about it. */
const PROBLEMS: Record<string, SignInProblem> = {
  access_denied: {
    title: 'You said no, and that is fine',
    body: (
      <>
        <p>
          Google asked whether Usher may see your calendar, and the answer was no. Nothing was stored. Without
          your calendar Usher cannot know which meetings there are, so it ends here.
        </p>
        <p>If that was a slip, try again and allow it at Google. Usher only ever reads.</p>
      </>
    ),
    action: { label: 'Try again', askAgain: false },
  },
  missing_scopes: {
    title: 'One box was left unticked',
    body: (
      <>
        <p>You signed in, but did not let Usher see your calendar. Try again, and on Google’s page tick:</p>
        <p className="flex items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3 font-medium text-ink shadow-card">
          <span
            aria-hidden="true"
            className="grid size-4.5 shrink-0 place-items-center rounded-[5px] bg-accent text-on-accent text-xs"
          >
            ✓
          </span>
          See and download any calendar you can access using your Google Calendar
        </p>
        <p>It is read-only: Usher never changes a meeting.</p>
      </>
    ),
    action: { label: 'Try again and tick the box', askAgain: true },
  },
  missing_refresh_token: {
    title: 'Google gave no lasting permission',
    body: (
      <>
        <p>
          Google would let Usher read your calendar for one hour only, so you are not signed in yet. It does
          so when it has asked you before. To send bots while you are away, Usher needs a permission that
          lasts.
        </p>
        <p>
          Ask Google again and allow it. If that does not help, remove Usher at{' '}
          <a
            href={GOOGLE_PERMISSIONS}
            target="_blank"
            rel="noreferrer noopener"
            className="font-medium text-accent-text underline underline-offset-2"
          >
            myaccount.google.com/permissions
          </a>{' '}
          and sign in anew.
        </p>
      </>
    ),
    action: { label: 'Ask Google again', askAgain: true },
  },
};

const FAILED: SignInProblem = {
  title: 'Signing in did not work',
  body: (
    <p>
      Something between Google and Usher went wrong, and nothing was stored. It is mostly a matter of a
      moment: try again. If it keeps happening, whoever runs this installation finds the reason in its log.
    </p>
  ),
  action: { label: 'Try again', askAgain: false },
};

/** The page for a reason; an unknown reason gets the general one. */
export function problemOf(reason: string | undefined): SignInProblem {
  return (reason && Object.hasOwn(PROBLEMS, reason) && PROBLEMS[reason]) || FAILED;
}
