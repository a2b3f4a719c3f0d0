'use client';

import { Armchair, History } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { HealthIndicator } from '@/components/calendars/health-indicator';
import { useHealth } from '@/components/calendars/requests/get-health';
import { RevokedBanner } from '@/components/calendars/revoked-banner';
import { EventPanel } from '@/components/meetings/event-panel';
import { useEventAt } from '@/components/meetings/requests/list-events';
import { useSetBot } from '@/components/meetings/requests/set-bot';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useUrlState } from '@/components/url-state';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
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

export function BotsScreen() {
  const { params, set } = useUrlState();
  const view: BotsView = params.get('view') === 'past' ? 'past' : 'upcoming';
  const now = useNow('minute');
  return (
    <>
      <PageHeader title="Bots" actions={<HealthIndicator />} />
      <RevokedBanner />
      <Tabs.Root value={view} onValueChange={(next) => set({ view: next === 'past' ? 'past' : null })}>
        <Tabs.List aria-label="Which bots" className="mb-4 flex gap-1 border-line border-b">
          {(['upcoming', 'past'] as const).map((name) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className="-mb-px border-transparent border-b-2 px-3 py-2 text-ink-soft capitalize transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink"
            >
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={view} className="focus-visible:outline-offset-4">
          {now === null ? <BotsSkeleton /> : <BotList view={view} now={now} />}
        </Tabs.Content>
      </Tabs.Root>
    </>
  );
}

function BotList({ view, now }: { view: BotsView; now: number }) {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useBots(view);
  const setBot = useSetBot();
  const [opened, setOpened] = useState<ScheduledBotRow | null>(null);
  const event = useEventAt(opened?.event_id ?? null, opened?.meeting_start ?? null);
  const { data: health } = useHealth();
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
  const calendarName = health?.connections
    .flatMap((connection) => connection.calendars)
    .find((calendar) => calendar.id === event.data?.calendar_id)?.summary;
  return (
    <>
      <ul className="rounded-xl border border-line bg-surface shadow-card">
        {bots.map((bot) => (
          <BotRow key={bot.bot_id} bot={bot} now={now} onOpen={setOpened} onSetBot={setBot} />
        ))}
      </ul>
      {hasNextPage ? (
        <div className="mt-5 text-center">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
      <EventPanel
        open={opened !== null}
        event={event.data ?? null}
        isPending={event.isPending}
        calendarName={calendarName}
        onClose={() => setOpened(null)}
        onSetBot={setBot}
      />
    </>
  );
}

function BotsSkeleton() {
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
