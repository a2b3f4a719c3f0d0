'use client';

import { Armchair, ChevronDown, History } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Boundary, BrokenRow } from '@/components/ui/boundary';
import { cn } from '@/components/ui/cn';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { ShowMore } from '@/components/ui/show-more';
import { Skeleton } from '@/components/ui/skeleton';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { BotRow } from './bot-row';
import { isActive, splitByTime } from './bot-state';
import { useCancelBots } from './requests/cancel-bots';
import { type BotsView, useBots } from './requests/list-bots';
import { SelectionBar } from './selection-bar';
import { useSelection } from './use-selection';

const EMPTY = {
  upcoming: {
    icon: Armchair,
    title: 'No upcoming bots',
    text: 'Switch one on for a meeting, or turn on auto-schedule.',
  },
  past: { icon: History, title: 'No past bots', text: 'Finished bots appear here.' },
} as const;

const CARD = 'rounded-xl border border-line bg-surface shadow-card';

type BotListProps = { view: BotsView; now: number; onOpen: (botId: string) => void };

export function BotList({ view, now, onOpen }: BotListProps) {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useBots(view);
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
  const { chosen, select, setAll } = useSelection(selectable, cancelAll);
  if (isPending) return <BotsSkeleton />;
  if (error && !data) {
    return <LoadFailed what="bots" message={error.message} onRetry={() => refetch()} />;
  }
  if (bots.length === 0) {
    const { icon, title, text } = EMPTY[view];
    return (
      <MessageState icon={icon} title={title}>
        {text}
      </MessageState>
    );
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
  const { ahead, come } = view === 'past' ? splitByTime(bots, now) : { ahead: [], come: bots };
  return (
    <>
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
    </>
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
