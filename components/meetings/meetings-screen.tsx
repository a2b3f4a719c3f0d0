'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { AutoScheduleControl } from '@/components/auto-schedule/auto-schedule-control';
import { useHealth } from '@/components/calendars/requests/get-health';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { startOfKey } from '@/components/time/format';
import { onDemand, useHasOpened } from '@/components/ui/on-demand';
import { useUrlState } from '@/components/url-state';
import type { CalendarEvent } from '@/lib/contract/events';
import { AgendaView } from './agenda-view';
import { filtersOf, type MeetingFilters, NO_FILTERS } from './filters';
import { MeetingFilterChips } from './meeting-filters';
import { MeetingsSkeleton } from './meetings-states';
import { MeetingsToolbar } from './meetings-toolbar';
import type { MeetingsViewProps } from './meetings-view';
import { useSetBot } from './requests/set-bot';
import { useSyncWithGoogle } from './requests/sync-with-google';
import { useSearchText } from './use-search-text';

const Loading = () => <MeetingsSkeleton />;
const EventPanel = onDemand(() => import('./event-panel').then((module) => module.EventPanel));
const BotPanel = onDemand(() =>
  import('@/components/bots/panel/bot-panel').then((module) => module.BotPanel),
);
const WeekView = onDemand(() => import('./week/week-view').then((module) => module.WeekView), Loading);
const SearchResults = onDemand(
  () => import('./search/search-results').then((module) => module.SearchResults),
  Loading,
);

export function MeetingsScreen() {
  const now = useNow('minute');
  const { params } = useUrlState();
  useSyncWithGoogle();
  return (
    <div data-fluid className={params.get('view') === 'week' ? undefined : 'mx-auto max-w-[100rem]'}>
      <PageHeader title="Meetings" actions={<AutoScheduleControl />} />
      {now === null ? <MeetingsSkeleton withToolbar /> : <Meetings now={now} />}
    </div>
  );
}

function Meetings({ now }: { now: number }) {
  const { params, set } = useUrlState();
  const { text, setText, search } = useSearchText();
  const searchRef = useRef<HTMLInputElement>(null);
  const { data: health } = useHealth();
  const onSetBot = useSetBot();
  const onOpen = useCallback((event: CalendarEvent) => set({ event: event.id }, 'push'), [set]);
  const onOpenBot = useCallback((botId: string) => set({ bot_id: botId }, 'push'), [set]);
  const onShowBot = useCallback((botId: string | null) => set({ bot_id: botId }), [set]);
  const [areFiltersOpen, setFiltersOpen] = useState(false);
  // A chip that leaves with its filter would take the focus along: from now on all of them stay.
  const onFilter = useCallback(
    (changes: Partial<MeetingFilters>) => {
      setFiltersOpen(true);
      set(changes);
    },
    [set],
  );
  const onDay = useCallback((day: string | null) => set({ day }), [set]);

  const calendars = useMemo(
    () =>
      (health?.connections ?? [])
        .flatMap((connection) => connection.calendars)
        .filter((calendar) => calendar.sync_enabled)
        .map(({ id, summary, backgroundColor }) => ({ id, name: summary, color: backgroundColor })),
    [health],
  );
  const colors = useMemo(
    () => new Map(calendars.flatMap(({ id, color }) => (color ? [[id, color] as const] : []))),
    [calendars],
  );
  const filters = useMemo(() => filtersOf(params), [params]);
  const filterCount = Object.values(filters).filter((value) => value !== null).length;
  const isFiltered = filterCount > 0;
  const isSearching = search.trim() !== '';
  const isWeek = params.get('view') === 'week';
  const day = startOfKey(params.get('day')) ? params.get('day') : null;
  const botId = params.get('bot_id');
  const isEventOpen = params.get('event') !== null;
  const [hasEvent, hasBot] = [useHasOpened(isEventOpen), useHasOpened(botId !== null)];

  const view: MeetingsViewProps = {
    ...{ now, filters, isFiltered, colors, health, searchRef, onOpen, onSetBot },
    onClearFilters: () => set(NO_FILTERS),
    panel: (opened, isPending) =>
      hasEvent ? (
        <EventPanel
          besideList
          open={isEventOpen}
          event={opened}
          isPending={isPending}
          calendarName={calendars.find((calendar) => calendar.id === opened?.calendar_id)?.name}
          onClose={() => set({ event: null })}
          onSetBot={onSetBot}
          onOpenBot={onOpenBot}
        />
      ) : null,
  };
  return (
    <>
      <MeetingsToolbar
        {...{ text, filterCount, areFiltersOpen, searchRef, day, now, onDay }}
        onToggleFilters={() => setFiltersOpen(!areFiltersOpen)}
        view={isWeek ? 'week' : 'agenda'}
        onText={setText}
        onView={(next) => set({ view: next === 'week' ? next : null })}
      />
      <MeetingFilterChips
        {...{ filters, calendars, onFilter, onDay }}
        isOpen={areFiltersOpen}
        // The week says itself which days it shows, and a search looks at all days.
        day={isWeek || isSearching ? null : day}
      />
      {isSearching ? (
        <SearchResults {...view} search={search} onClearSearch={() => setText('')} />
      ) : isWeek ? (
        <WeekView {...view} />
      ) : (
        <AgendaView {...view} day={day} onDay={onDay} />
      )}
      {hasBot ? <BotPanel botId={botId} onShow={onShowBot} /> : null}
    </>
  );
}
