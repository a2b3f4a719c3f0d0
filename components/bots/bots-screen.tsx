'use client';

import { Download } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useCallback, useState } from 'react';
import { useHealth } from '@/components/calendars/requests/get-health';
import { boundsOf } from '@/components/filters/period';
import { useEventAt } from '@/components/meetings/requests/list-events';
import { useSetBot } from '@/components/meetings/requests/set-bot';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { Button } from '@/components/ui/button';
import { onDemand, useHasOpened } from '@/components/ui/on-demand';
import { useUrlState } from '@/components/url-state';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { BotList, BotsSkeleton } from './bot-list';
import { type BotsAddress, BotsToolbar, filtersOf, NO_FILTERS } from './bots-toolbar';
import { CalendarFeed } from './calendar-feed';
import type { BotsView } from './requests/list-bots';

const BotPanel = onDemand(() => import('./panel/bot-panel').then((module) => module.BotPanel));
const EventPanel = onDemand(() =>
  import('@/components/meetings/event-panel').then((module) => module.EventPanel),
);

export function BotsScreen() {
  const { params, set } = useUrlState();
  const view: BotsView = params.get('view') === 'past' ? 'past' : 'upcoming';
  const now = useNow('minute');
  const setBot = useSetBot();
  const [meetingOf, setMeetingOf] = useState<ScheduledBotRow | null>(null);
  const botId = params.get('bot_id');
  const [hasBot, hasMeeting] = [useHasOpened(botId !== null), useHasOpened(meetingOf !== null)];
  const onOpen = useCallback((botId: string) => set({ bot_id: botId }, 'push'), [set]);
  const onShow = useCallback((botId: string | null) => set({ bot_id: botId }), [set]);
  const onClear = useCallback(() => set(NO_FILTERS), [set]);
  const address = Object.fromEntries(
    Object.keys(NO_FILTERS).map((name) => [name, params.get(name)]),
  ) as BotsAddress;
  // Only the browser knows the time zone, and so when a day begins.
  const filters = filtersOf(view, address, now === null ? {} : boundsOf(address.from, address.to));
  return (
    <>
      <PageHeader
        title="Bots"
        actions={
          <>
            <CalendarFeed />
            <Button asChild size="sm">
              <a
                href={`/api/v1/bots.csv?${new URLSearchParams({ view, ...filters })}`}
                download
                title="Download these bots as CSV"
              >
                <Download aria-hidden="true" />
                CSV
              </a>
            </Button>
          </>
        }
      />
      <Tabs.Root
        value={view}
        // Each view has its own states.
        onValueChange={(next) => set({ view: next === 'past' ? 'past' : null, status: null })}
      >
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
          <BotsToolbar view={view} address={address} filters={filters} onChange={set} />
          {now === null ? (
            <BotsSkeleton />
          ) : (
            <BotList key={view} {...{ view, filters, now }} onOpen={onOpen} onClear={onClear} />
          )}
        </Tabs.Content>
      </Tabs.Root>
      {hasBot ? <BotPanel besideList botId={botId} onShow={onShow} onOpenMeeting={setMeetingOf} /> : null}
      {hasMeeting ? (
        <MeetingPanel
          bot={meetingOf}
          onClose={() => setMeetingOf(null)}
          onSetBot={setBot}
          onOpenBot={(id) => {
            setMeetingOf(null);
            set({ bot_id: id });
          }}
        />
      ) : null}
    </>
  );
}

/** The panel of a bot's meeting, above the bot's own panel. */
function MeetingPanel({ bot, onClose, onSetBot, onOpenBot }: MeetingPanelProps) {
  const event = useEventAt(bot?.event_id ?? null, bot?.meeting_start ?? null);
  const { data: health } = useHealth();
  const calendarName = health?.connections
    .flatMap((connection) => connection.calendars)
    .find((calendar) => calendar.id === event.data?.calendar_id)?.summary;
  return (
    <EventPanel
      open={bot !== null}
      event={event.data ?? null}
      isPending={event.isPending}
      calendarName={calendarName}
      onClose={onClose}
      onSetBot={onSetBot}
      onOpenBot={onOpenBot}
    />
  );
}

type MeetingPanelProps = {
  bot: ScheduledBotRow | null;
  onClose: () => void;
  onSetBot: ReturnType<typeof useSetBot>;
  onOpenBot: (botId: string) => void;
};
