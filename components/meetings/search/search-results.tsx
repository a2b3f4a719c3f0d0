'use client';

import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { monthName, startOfDay } from '@/components/time/format';
import { localTimeOfKey } from '@/components/time/local-time';
import { Boundary, BrokenRow } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { useUrlState } from '@/components/url-state';
import { searchWords } from '@/lib/occurrences/domain/search-text';
import { findMeeting } from '../agenda-model';
import { queryOf } from '../filters';
import { RowsSkeleton } from '../meetings-states';
import type { MeetingsViewProps } from '../meetings-view';
import { useSearch } from '../requests/search-events';
import { useAgendaKeys } from '../use-agenda-keys';
import { MatchRow } from './match-row';
import { byMonth, type MonthOfMatches, matchesInWords } from './search-model';

type SearchResultsProps = MeetingsViewProps & {
  /** What is looked for: at least a word. */
  search: string;
  onClearSearch: () => void;
};

/** The stored meetings that match a search, past and future, by month. */
export function SearchResults(props: SearchResultsProps) {
  const { search, filters, isFiltered, now, searchRef, onClearSearch, onClearFilters } = props;
  const { params } = useUrlState();
  useAgendaKeys(searchRef);
  const from = startOfDay(now).toISOString();
  const query = { q: search.trim(), ...queryOf(filters) };
  const asked = JSON.stringify(query);
  const [shown, setShown] = useState({ asked, ahead: 1, before: 1 });
  const { ahead: aheadPages, before: beforePages } = shown.asked === asked ? shown : { ahead: 1, before: 1 };
  const ahead = useSearch(query, { side: 'ahead', from, pages: aheadPages });
  const before = useSearch(query, { side: 'before', from, pages: beforePages });
  const words = useMemo(() => searchWords(search), [search]);
  const upcoming = useMemo(() => byMonth(ahead.data?.events ?? [], 'asc'), [ahead.data]);
  const past = useMemo(() => {
    // A meeting that began before today and has not ended is among both.
    const known = new Set(ahead.data?.events.map(({ id }) => id));
    return byMonth(before.data?.events.filter(({ id }) => !known.has(id)) ?? [], 'desc');
  }, [ahead.data, before.data]);

  const isPending = ahead.isPending || before.isPending;
  const isStale = ahead.isPlaceholderData || before.isPlaceholderData;
  const error = ahead.error ?? before.error;
  const count = countOf(upcoming) + countOf(past);
  const isWhole = Boolean(ahead.data?.isWhole && before.data?.isWhole);
  const isMany = [ahead, before].some(({ data }) => data && !data.isWhole && data.total);
  const openId = params.get('event');
  const opened = openId
    ? findMeeting(
        [...upcoming, ...past].flatMap(({ events }) => events),
        openId,
      )
    : null;
  const retry = () => {
    void ahead.refetch();
    void before.refetch();
  };

  const body = () => {
    if (isPending) return error ? null : <RowsSkeleton rows={6} />;
    if (count === 0) {
      return (
        <MessageState
          icon={SearchX}
          title={`No matches for “${search.trim()}”`}
          action={
            <div className="flex flex-wrap justify-center gap-2">
              {isFiltered ? (
                <Button variant="primary" onClick={onClearFilters}>
                  Search without filters
                </Button>
              ) : null}
              <Button onClick={onClearSearch}>Clear search</Button>
            </div>
          }
        >
          Usher looks for titles, guests, organizers and locations in all the meetings it has, past and
          future.
        </MessageState>
      );
    }
    return (
      <div aria-busy={isStale} className={cn('space-y-8 transition-opacity', isStale && 'opacity-60')}>
        <Side
          {...props}
          title="Upcoming"
          months={upcoming}
          words={words}
          onMore={
            ahead.data?.isWhole ? null : () => setShown({ asked, ahead: aheadPages + 1, before: beforePages })
          }
        />
        <Side
          {...props}
          title="Past"
          months={past}
          words={words}
          onMore={
            before.data?.isWhole
              ? null
              : () => setShown({ asked, ahead: aheadPages, before: beforePages + 1 })
          }
        />
      </div>
    );
  };

  return (
    <>
      <p role="status" className="times mb-3 px-1 text-[0.8125rem] text-ink-soft">
        {isPending || isStale
          ? 'Searching…'
          : count > 0
            ? matchesInWords(count, isWhole ? 'none' : isMany ? 'many' : 'some')
            : 'No matches'}
      </p>
      {error && !isStale ? <LoadFailed what="matches" message={error.message} onRetry={retry} /> : null}
      {body()}
      {props.panel(opened, isPending || isStale)}
    </>
  );
}

function countOf(months: MonthOfMatches[]): number {
  return months.reduce((sum, { events }) => sum + events.length, 0);
}

type SideProps = Pick<MeetingsViewProps, 'now' | 'colors' | 'onOpen' | 'onSetBot'> & {
  title: string;
  months: MonthOfMatches[];
  words: readonly string[];
  /** Null when all of them are shown. */
  onMore: (() => void) | null;
};

function Side({ title, months, words, now, colors, onOpen, onSetBot, onMore }: SideProps) {
  if (months.length === 0 && !onMore) return null;
  return (
    <section aria-label={title}>
      <h2 className="px-1 pb-1 font-semibold tracking-tight">{title}</h2>
      {months.map(({ month, events }) => (
        <div key={month} className="mb-4">
          <h3 className="sticky top-(--bar) z-10 -mx-1 flex items-baseline bg-paper px-2 py-1.5 font-medium text-[0.8125rem] text-ink-soft">
            {monthInWords(month)}
            <span className="times ml-auto font-normal text-ink-faint text-xs">
              {matchesInWords(events.length)}
            </span>
          </h3>
          <ul className="rounded-xl border border-line bg-surface shadow-card">
            {events.map((event) => (
              <Boundary key={event.id} of={event} fallback={<BrokenRow title={event.title} />}>
                <MatchRow
                  event={event}
                  words={words}
                  now={now}
                  color={colors.get(event.calendar_id)}
                  onOpen={onOpen}
                  onSetBot={onSetBot}
                />
              </Boundary>
            ))}
          </ul>
        </div>
      ))}
      {onMore ? (
        <div className="text-center">
          <Button size="sm" onClick={onMore}>
            Show more
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function monthInWords(month: string): string {
  return monthName(localTimeOfKey(`${month}-01`) ?? 0, 'UTC');
}
