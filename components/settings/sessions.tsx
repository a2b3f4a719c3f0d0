'use client';

import { useNow } from '@/components/time/clock';
import { useDisplay } from '@/components/time/display-provider';
import { ago, shortDate } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { browserName } from './browser-name';
import { useEndSessions, useSessions } from './requests/sessions';

/** The browsers in which the person is signed in, each of which they can sign out. */
export function Sessions() {
  const { data, isPending, error, refetch } = useSessions();
  const now = useNow('minute');
  useDisplay();
  const end = useEndSessions();
  if (isPending || now === null) {
    return (
      <div role="status" aria-label="Loading your sessions" className="p-4">
        <Skeleton className="h-8" />
      </div>
    );
  }
  if (!data) return <LoadFailed what="sessions" message={error.message} onRetry={() => refetch()} />;
  const others = data.sessions.filter((session) => !session.is_current).length;
  return (
    <>
      <ul>
        {data.sessions.map((session) => (
          <li
            key={session.id}
            className="flex items-center gap-3 border-line border-b px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium leading-5">
                {browserName(session.user_agent)}
                {session.is_current ? (
                  <span className="font-normal text-ink-faint"> · this browser</span>
                ) : null}
              </p>
              <p className="times text-ink-faint text-xs leading-5">
                signed in {shortDate(session.created_at)} · seen {ago(session.last_seen_at, now)} · ends{' '}
                {shortDate(session.ends_at)}
              </p>
            </div>
            {session.is_current ? null : (
              <Button
                size="sm"
                aria-label={`Sign out ${browserName(session.user_agent)}, signed in ${shortDate(session.created_at)}`}
                disabled={end.isPending}
                onClick={() => end.mutate(session.id)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others > 0 ? (
        <p className="border-line border-t px-4 py-3">
          <Button size="sm" disabled={end.isPending} onClick={() => end.mutate(null)}>
            Sign out all other browsers
          </Button>
        </p>
      ) : null}
    </>
  );
}
