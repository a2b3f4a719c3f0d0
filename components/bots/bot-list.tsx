'use client';

import { Armchair, History } from 'lucide-react';
import type { useSetBot } from '@/components/meetings/requests/set-bot';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { Skeleton } from '@/components/ui/skeleton';
import { BotRow } from './bot-row';
import { type BotsView, useBots } from './requests/list-bots';

const EMPTY = {
  upcoming: {
    icon: Armchair,
    title: 'No bot is waiting',
    text: 'Switch one on for a meeting, or turn on auto-schedule, and it takes its seat here.',
  },
  past: { icon: History, title: 'No bot has been anywhere yet', text: 'Bots that are done appear here.' },
} as const;

type BotListProps = {
  view: BotsView;
  now: number;
  onOpen: (botId: string) => void;
  onSetBot: ReturnType<typeof useSetBot>;
};

export function BotList({ view, now, onOpen, onSetBot }: BotListProps) {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useBots(view);
  if (isPending) return <BotsSkeleton />;
  if (error && !data) {
    return <LoadFailed what="bots" message={error.message} onRetry={() => refetch()} />;
  }
  const bots = data.pages.flatMap((page) => page.scheduled_bots);
  if (bots.length === 0) {
    const { icon, title, text } = EMPTY[view];
    return (
      <MessageState icon={icon} title={title}>
        {text}
      </MessageState>
    );
  }
  return (
    <>
      <ul className="rounded-xl border border-line bg-surface shadow-card">
        {bots.map((bot) => (
          <BotRow key={bot.bot_id} bot={bot} now={now} onOpen={onOpen} onSetBot={onSetBot} />
        ))}
      </ul>
      {hasNextPage ? (
        <div className="mt-5 text-center">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
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
