'use client';

import dynamic from 'next/dynamic';
import { useCallback, useMemo, useRef } from 'react';
import { AutoScheduleControl } from '@/components/auto-schedule/auto-schedule-control';
import { BotPanel } from '@/components/bots/panel/bot-panel';
import { useHealth } from '@/components/calendars/requests/get-health';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { fullDate, startOfKey } from '@/components/time/format';
import { useUrlState } from '@/components/url-state';
import type { CalendarEvent } from '@/lib/contract/events';
import { AgendaView } from './agenda-view';
import { EventPanel } from './event-panel';
import { type Chip, FilterChips } from './filter-chips';
import {
  FILTER_LABELS,
  type FilterName,
  filtersOf,
  type MeetingFilters,
  NO_FILTERS,
  wordsOf,
} from './filters';
import { MeetingsSkeleton } from './meetings-states';
import { MeetingsToolbar } from './meetings-toolbar';
import type { MeetingsViewProps } from './meetings-view';
import { useLoadedEvents } from './requests/list-events';
import { useSetBot } from './requests/set-bot';
import { useSyncWithGoogle } from './requests/sync-with-google';
import { useSearchText } from './use-search-text';

const SearchResults = dynamic(
  () => import('./search/search-results').then((module) => module.SearchResults),
  {
    ssr: false,
    loading: () => <MeetingsSkeleton />,
  },
);
const WeekView = dynamic(() => import('./week/week-view').then((module) => module.WeekView), {
  ssr: false,
  loading: () => <MeetingsSkeleton />,
});

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
  const onCloseBot = useCallback(() => set({ bot_id: null }), [set]);
  const onFilter = useCallback((changes: Partial<MeetingFilters>) => set(changes), [set]);
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
  const isFiltered = Object.values(filters).some((value) => value !== null);
  const isSearching = search.trim() !== '';
  const isWeek = params.get('view') === 'week';
  const day = startOfKey(params.get('day')) ? params.get('day') : null;

  const view: MeetingsViewProps = {
    ...{ now, filters, isFiltered, colors, health, searchRef, onOpen, onSetBot },
    onClearFilters: () => set(NO_FILTERS),
    panel: (opened, isPending) => (
      <EventPanel
        besideList
        open={params.get('event') !== null}
        event={opened}
        isPending={isPending}
        calendarName={calendars.find((calendar) => calendar.id === opened?.calendar_id)?.name}
        onClose={() => set({ event: null })}
        onSetBot={onSetBot}
        onOpenBot={onOpenBot}
      />
    ),
  };
  return (
    <>
      <MeetingsToolbar
        {...{ text, filters, calendars, searchRef, day, now, onFilter, onDay }}
        view={isWeek ? 'week' : 'agenda'}
        onText={setText}
        onView={(next) => set({ view: next === 'week' ? next : null })}
      />
      <Chips
        {...{ filters, calendars, onFilter }}
        // The week says itself which days it shows, and a search looks at all days.
        day={isWeek || isSearching ? null : day}
        onDay={onDay}
      />
      {isSearching ? (
        <SearchResults {...view} search={search} onClearSearch={() => setText('')} />
      ) : isWeek ? (
        <WeekView {...view} />
      ) : (
        <AgendaView {...view} day={day} onDay={onDay} />
      )}
      <BotPanel botId={params.get('bot_id')} onClose={onCloseBot} />
    </>
  );
}

type ChipsProps = {
  filters: MeetingFilters;
  calendars: { id: string; name: string }[];
  day: string | null;
  onFilter: (changes: Partial<MeetingFilters>) => void;
  onDay: (day: string | null) => void;
};

/** The filters that are set, and the day from which the agenda is shown. */
function Chips({ filters, calendars, day, onFilter, onDay }: ChipsProps) {
  const events = useLoadedEvents();
  const chips: Chip[] = (Object.keys(FILTER_LABELS) as FilterName[]).flatMap((name) => {
    const value = filters[name];
    if (value === null) return [];
    return [
      {
        id: name,
        label: FILTER_LABELS[name],
        value: wordsOf(name, value, { calendars, events }),
        onRemove: () => onFilter({ [name]: null }),
      },
    ];
  });
  const start = startOfKey(day);
  if (start) chips.unshift({ id: 'day', label: 'From', value: fullDate(start), onRemove: () => onDay(null) });
  const clear = () => {
    onFilter(NO_FILTERS);
    if (start) onDay(null);
  };
  return <FilterChips chips={chips} onClear={clear} />;
}
