'use client';

import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { AutoScheduleControl } from '@/components/auto-schedule/auto-schedule-control';
import { BotPanel } from '@/components/bots/panel/bot-panel';
import { useHealth } from '@/components/calendars/requests/get-health';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { useUrlState } from '@/components/url-state';
import type { CalendarEvent } from '@/lib/contract/events';
import type { AgendaFilters } from './agenda-model';
import { AgendaView } from './agenda-view';
import { EventPanel } from './event-panel';
import { MeetingsSkeleton } from './meetings-states';
import { MeetingsToolbar } from './meetings-toolbar';
import { useSetBot } from './requests/set-bot';
import { useSyncWithGoogle } from './requests/sync-with-google';
import { WeekView } from './week/week-view';

const NO_FILTERS: AgendaFilters = { text: '', withLink: false, withBot: false, calendarId: null };

export function MeetingsScreen() {
  const now = useNow('minute');
  useSyncWithGoogle();
  return (
    <>
      <PageHeader title="Meetings" actions={<AutoScheduleControl />} />
      {now === null ? <MeetingsSkeleton withToolbar /> : <Meetings now={now} />}
    </>
  );
}

function Meetings({ now }: { now: number }) {
  const { params, set } = useUrlState();
  // Held beside the address, which changes too late for a text field.
  const [text, setText] = useState(params.get('q') ?? '');
  const searchRef = useRef<HTMLInputElement>(null);
  const { data: health } = useHealth();
  const onSetBot = useSetBot();
  const onOpen = useCallback((event: CalendarEvent) => set({ event: event.id }, 'push'), [set]);
  const onOpenBot = useCallback((botId: string) => set({ bot_id: botId }, 'push'), [set]);
  const onCloseBot = useCallback(() => set({ bot_id: null }), [set]);

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

  const filters: AgendaFilters = {
    text,
    withLink: params.get('link') === '1',
    withBot: params.get('bot') === '1',
    calendarId: params.get('calendar'),
  };
  const isFiltered = Boolean(filters.text || filters.withLink || filters.withBot || filters.calendarId);
  const searched = useDeferredValue(text);
  const onFilter = (changes: Partial<AgendaFilters>) => {
    const next = { ...filters, ...changes };
    setText(next.text);
    set(toParams(next));
  };
  const isWeek = params.get('view') === 'week';
  const View = isWeek ? WeekView : AgendaView;
  return (
    <>
      <MeetingsToolbar
        filters={filters}
        calendars={calendars}
        searchRef={searchRef}
        view={isWeek ? 'week' : 'agenda'}
        onChange={onFilter}
        onView={(view) => set({ view: view === 'week' ? view : null, day: null })}
      />
      <View
        now={now}
        filters={{ ...filters, text: searched }}
        isFiltered={isFiltered}
        colors={colors}
        health={health}
        searchRef={searchRef}
        onOpen={onOpen}
        onSetBot={onSetBot}
        onClearFilters={() => onFilter(NO_FILTERS)}
        panel={(opened, isPending) => (
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
        )}
      />
      <BotPanel botId={params.get('bot_id')} onClose={onCloseBot} />
    </>
  );
}

function toParams(filters: AgendaFilters): Record<string, string | null> {
  return {
    q: filters.text || null,
    link: filters.withLink ? '1' : null,
    bot: filters.withBot ? '1' : null,
    calendar: filters.calendarId,
  };
}
