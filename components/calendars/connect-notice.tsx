'use client';

import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { focusMain } from '@/components/shell/focus-main';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { useUrlState } from '@/components/url-state';
import { connectAccount } from './connect-account';

const PROBLEMS: Record<string, string> = {
  access_denied: 'Access wasn’t granted. Nothing was changed.',
  missing_scopes:
    'Calendar access is missing: the box for Google Calendar was not checked. Nothing was changed.',
  unverified: 'Google has not verified the address of this account. Nothing was changed.',
  not_a_calendar_user:
    'This account doesn’t use Google Calendar. Open calendar.google.com with it once, or ask its administrator to turn Google Calendar on. Nothing was changed.',
  api_disabled:
    'The Google Calendar API is off in the Google Cloud project of this installation. Whoever runs it can turn it on there. Nothing was changed.',
  missing_refresh_token:
    'Google granted access for one hour only. Remove Usher at myaccount.google.com/permissions, then connect the account again.',
};
const FAILED = 'The account couldn’t be connected. Nothing was changed. Try again in a moment.';

/** Says how connecting an account went, once the person is back from Google. */
export function ConnectNotice() {
  const { params, set } = useUrlState();
  const connected = params.get('connected');
  const problem = params.get('problem');
  if (!connected && !problem) return null;
  const Icon = problem ? TriangleAlert : CircleCheck;
  return (
    <div
      role={problem ? 'alert' : 'status'}
      className={cn(
        'mb-5 flex flex-wrap items-center gap-x-3 gap-y-2.5 rounded-xl border px-4 py-3',
        problem ? 'border-danger/25 bg-danger-soft' : 'border-accent/20 bg-accent-soft',
      )}
    >
      <Icon
        className={cn('size-5 shrink-0', problem ? 'text-danger' : 'text-accent-text')}
        aria-hidden="true"
      />
      <p className="wrap-anywhere min-w-0 flex-1 basis-60 text-pretty text-[0.8125rem] text-ink">
        {problem
          ? (Object.hasOwn(PROBLEMS, problem) && PROBLEMS[problem]) || FAILED
          : `${connected} is connected. Its meetings appear in a moment.`}
      </p>
      {problem ? (
        <Button size="sm" onClick={() => connectAccount(params.get('account') ?? undefined)}>
          Try again
        </Button>
      ) : null}
      <Button
        variant="ghost"
        size="icon"
        aria-label="Dismiss"
        onClick={() => {
          set({ connected: null, problem: null, account: null });
          focusMain();
        }}
      >
        <X aria-hidden="true" />
      </Button>
    </div>
  );
}
