'use client';

import { Download, History, SearchX } from 'lucide-react';
import Link from 'next/link';
import { boundsOf } from '@/components/filters/period';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { dayKey, longDate, relativeDay } from '@/components/time/format';
import { Boundary, BrokenRow } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { ShowMore } from '@/components/ui/show-more';
import { Skeleton } from '@/components/ui/skeleton';
import { useUrlState } from '@/components/url-state';
import { groupBy } from '@/lib/occurrences/domain/group-by';
import { ActivityRow } from './activity-row';
import { ActivityToolbar } from './activity-toolbar';
import { useActivity } from './requests/list-activity';

/** Filters that ask about one thing: all of its entries are shown, each on its own. */
const ABOUT_ONE = ['event_id', 'bot_id'];

/** Names in the address. The two days become times for the API. */
const FILTERS = ['q', 'actor', 'kind', 'event_id', 'bot_id', 'from', 'to'];

/** Who or what did what, when, and why. */
export function ActivityScreen() {
  const { params, set } = useUrlState();
  const now = useNow('minute');
  const filters = Object.fromEntries(
    FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])),
  );
  const { from = null, to = null, ...others } = filters;
  // Only the browser knows the time zone, and so when a day begins.
  const query = now === null ? others : { ...others, ...boundsOf(from, to) };
  return (
    <>
      <PageHeader
        title="Activity"
        actions={(['csv', 'json'] as const).map((format) => (
          <Button key={format} asChild size="sm">
            <a href={`/api/v1/activity.${format}?${new URLSearchParams(query)}`} download>
              <Download aria-hidden="true" />
              {format.toUpperCase()}
            </a>
          </Button>
        ))}
      />
      <ActivityToolbar filters={filters} onChange={set} />
      {now === null ? (
        <ActivitySkeleton />
      ) : (
        <ActivityList
          filters={query}
          now={now}
          onClear={() => set(Object.fromEntries(FILTERS.map((name) => [name, null])))}
        />
      )}
    </>
  );
}

type ActivityListProps = {
  filters: Record<string, string>;
  now: number;
  /** Removes the filters. */
  onClear: () => void;
};

function ActivityList({ filters, now, onClear }: ActivityListProps) {
  const isGrouped = !ABOUT_ONE.some((name) => filters[name]);
  const list = useActivity(isGrouped ? { ...filters, group_by: 'bot' } : filters);
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = list;
  if (isPending) return <ActivitySkeleton />;
  if (error && !data) {
    return <LoadFailed what="activity" message={error.message} onRetry={() => refetch()} />;
  }
  const entries = data.pages.flatMap((page) => page.results);
  if (entries.length === 0) {
    return Object.keys(filters).length > 0 ? (
      <MessageState
        icon={SearchX}
        title="No matching activity"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Try another search, or remove a filter.
      </MessageState>
    ) : (
      <MessageState
        icon={History}
        title="No activity yet"
        action={
          <Button asChild>
            <Link href="/meetings">Go to meetings</Link>
          </Button>
        }
      >
        What you, Google and Usher do with your meetings appears here.
      </MessageState>
    );
  }
  return (
    <>
      {[...groupBy(entries, (entry) => dayKey(entry.at))].map(([day, rows]) => (
        <section key={day} aria-label={longDate(rows[0]?.at ?? day)} className="mb-5">
          <h2 className="mb-1.5 px-1 font-semibold text-ink-soft text-xs">
            {relativeDay(rows[0]?.at ?? day, now) ?? longDate(rows[0]?.at ?? day)}
          </h2>
          <ul className="rounded-xl border border-line bg-surface shadow-card">
            {rows.map((entry) => (
              <Boundary key={entry.id} of={entry} fallback={<BrokenRow title={entry.summary} />}>
                <ActivityRow entry={entry} />
              </Boundary>
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage ? <ShowMore isLoading={isFetchingNextPage} onShow={() => fetchNextPage()} /> : null}
    </>
  );
}

function ActivitySkeleton() {
  return (
    <div role="status" aria-label="Loading the activity" className="rounded-xl border border-line bg-surface">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="flex h-14 items-center gap-4 border-line border-b px-4 last:border-b-0">
          <Skeleton className="h-4 w-12" />
          <Skeleton className="h-4 flex-1" />
        </div>
      ))}
    </div>
  );
}
