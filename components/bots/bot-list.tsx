'use client';

import { Armchair, ChevronDown, History, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useMemo } from 'react';
import { useAutoSchedule } from '@/components/auto-schedule/requests/get-settings';
import { useRowKeys } from '@/components/shell/row-keys';
import { Boundary, BrokenRow } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { ShowMore } from '@/components/ui/show-more';
import { Skeleton } from '@/components/ui/skeleton';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { BotRow } from './bot-row';
import { isActive, splitByTime } from './bot-state';
import { useCancelBots } from './requests/cancel-bots';
import { type BotFilters, type BotsView, useBots } from './requests/list-bots';
import { SelectionBar } from './selection-bar';
import { useSelection } from './use-selection';

const CARD = 'rounded-xl border border-line bg-surface shadow-card';

type BotListProps = {
  view: BotsView;
  filters: BotFilters;
  now: number;
  onOpen: (botId: string) => void;
  /** Removes the filters. */
  onClear: () => void;
};

export function BotList({ view, filters, now, onOpen, onClear }: BotListProps) {
  const list = useBots(view, filters);
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = list;
  const isFiltered = Object.keys(filters).length > 0;
  const cancelBots = useCancelBots();
  const bots = useMemo(() => data?.pages.flatMap((page) => page.scheduled_bots) ?? [], [data]);
  const selectable = useMemo(
    () => bots.filter((bot) => bot.status === 'Scheduled').map((bot) => bot.bot_id),
    [bots],
  );
  const cancelAll = useCallback(
    (ids: string[]) => cancelBots(bots.filter((bot) => ids.includes(bot.bot_id))),
    [bots, cancelBots],
  );
  const cancelOne = useCallback((bot: ScheduledBotRow) => cancelBots([bot]), [cancelBots]);
  useRowKeys('[data-bot-id]');
  const { chosen, select, setAll } = useSelection(selectable, {
    onDelete: cancelAll,
    rows: '[data-bot-id]',
  });
  if (isPending) return <BotsSkeleton />;
  if (error && !data) {
    return <LoadFailed what="bots" message={error.message} onRetry={() => refetch()} />;
  }
  if (bots.length === 0) {
    return isFiltered ? <NothingFound onClear={onClear} /> : <NoBots view={view} />;
  }
  const isChosen = new Set(chosen);
  const rowOf = (bot: ScheduledBotRow) => (
    <Boundary key={bot.bot_id} of={bot} fallback={<BrokenRow title={bot.title} />}>
      <BotRow
        bot={bot}
        now={now}
        hasCheckbox={view === 'upcoming'}
        isChosen={isChosen.has(bot.bot_id)}
        onSelect={select}
        onOpen={onOpen}
        onCancel={cancelOne}
      />
    </Boundary>
  );
  // Those who filter look for just these bots: none is folded away.
  const isSplit = view === 'past' && !isFiltered;
  const { ahead, come } = isSplit ? splitByTime(bots, now) : { ahead: [], come: bots };
  return (
    <div
      aria-busy={list.isPlaceholderData}
      className={cn('@container', list.isPlaceholderData && 'opacity-60 transition-opacity')}
    >
      {ahead.length > 0 ? (
        <details open={come.length === 0} className="group mb-3">
          <summary className="flex w-fit cursor-pointer list-none items-center gap-0.5 rounded text-[0.8125rem] text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
            {ahead.length}
            {come.length === 0 && hasNextPage ? '+' : ''} canceled {ahead.length === 1 ? 'bot' : 'bots'}
            <ChevronDown className="size-3.5 transition-transform group-open:rotate-180" aria-hidden="true" />
          </summary>
          <ul className={cn('mt-2', CARD)}>{ahead.map(rowOf)}</ul>
        </details>
      ) : null}
      {come.length > 0 ? (
        <div className={CARD}>
          {view === 'upcoming' ? (
            <SelectionBar
              count={selectable.length}
              active={bots.filter((bot) => isActive(bot.status)).length}
              chosen={chosen.length}
              hasMore={hasNextPage}
              onSelectAll={setAll}
              onCancel={() => cancelAll(chosen)}
            />
          ) : null}
          <ul>{come.map(rowOf)}</ul>
        </div>
      ) : null}
      {hasNextPage ? <ShowMore isLoading={isFetchingNextPage} onShow={() => fetchNextPage()} /> : null}
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <MessageState
      icon={SearchX}
      title="No matching bots"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      Try another search, or remove a filter.
    </MessageState>
  );
}

function NoBots({ view }: { view: BotsView }) {
  const { data: settings } = useAutoSchedule();
  const isUpcoming = view === 'upcoming';
  return (
    <MessageState
      icon={isUpcoming ? Armchair : History}
      title={isUpcoming ? 'No upcoming bots' : 'No past bots'}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button asChild variant="primary">
            <Link href="/meetings">Go to meetings</Link>
          </Button>
          {settings?.auto_schedule_enabled === false ? (
            <Button asChild>
              <Link href="/auto-schedule">Turn on auto-schedule</Link>
            </Button>
          ) : null}
        </div>
      }
    >
      {isUpcoming ? 'Turn one on for a meeting, or use auto-schedule.' : 'Finished bots appear here.'}
    </MessageState>
  );
}

export function BotsSkeleton() {
  return (
    <div role="status" aria-label="Loading the bots" className="rounded-xl border border-line bg-surface">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="flex h-16 items-center gap-4 border-line border-b px-4 last:border-b-0">
          <Skeleton className="h-8 w-20" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-5 w-24 rounded-full" />
        </div>
      ))}
    </div>
  );
}
