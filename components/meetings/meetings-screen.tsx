'use client';

import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { AutoScheduleControl } from '@/components/auto-schedule/auto-schedule-control';
import { BotPanel } from '@/components/bots/panel/bot-panel';
import { HealthIndicator } from '@/components/calendars/health-indicator';
import { useHealth } from '@/components/calendars/requests/get-health';
import { RevokedBanner } from '@/components/calendars/revoked-banner';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { shortDate, startOfDay } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { useUrlState } from '@/components/url-state';
import type { CalendarEvent } from '@/lib/contract/events';
import { Agenda } from './agenda';
import {
  type AgendaFilters,
  buildAgenda,
  meetingAfter,
  meetingsOfDay,
  nextMeeting,
  passesFilters,
} from './agenda-model';
import { EventPanel } from './event-panel';
import { FirstSync, MeetingsSkeleton, NoCalendar, NoMeetings, NothingFound } from './meetings-states';
import { MeetingsToolbar } from './meetings-toolbar';
import { NextMeeting } from './next-meeting';
import { useEvents } from './requests/list-events';
import { useSetBot } from './requests/set-bot';
import { useAgendaKeys } from './use-agenda-keys';

const STEP_DAYS = 14;
/** The server keeps occurrences this far ahead. */
const LAST_DAY = 60;

const NO_FILTERS: AgendaFilters = { text: '', withLink: false, withBot: false, calendarId: null };

export function MeetingsScreen() {
  const now = useNow('minute');
  return (
    <>
      <PageHeader
        title="Meetings"
        actions={
          <>
            <HealthIndicator />
            <AutoScheduleControl />
          </>
        }
      />
      {now === null ? <MeetingsSkeleton withToolbar /> : <Meetings now={now} />}
    </>
  );
}

function Meetings({ now }: { now: number }) {
  const { params, set } = useUrlState();
  const [daysAhead, setDaysAhead] = useState(STEP_DAYS);
  const [withYesterday, setWithYesterday] = useState(false);
  // Kept beside the address, which follows too late for a field that is typed into.
  const [text, setText] = useState(params.get('q') ?? '');
  const searchRef = useRef<HTMLInputElement>(null);
  useAgendaKeys(searchRef);

  const today = startOfDay(now).getTime();
  const windows = useMemo(
    () => windowsOf(today, daysAhead, withYesterday),
    [today, daysAhead, withYesterday],
  );
  const { events, isPending, isLoadingMore, error, retry } = useEvents(windows);
  const { data: health } = useHealth();
  const onSetBot = useSetBot();
  const onOpen = useCallback((event: CalendarEvent) => set({ event: event.id }, 'push'), [set]);
  const onOpenBot = useCallback((botId: string) => set({ bot: botId }, 'push'), [set]);
  const onCloseBot = useCallback(() => set({ bot: null }), [set]);

  const calendars = useMemo(
    () =>
      (health?.connections ?? [])
        .flatMap((connection) => connection.calendars)
        .filter((calendar) => calendar.sync_enabled)
        .map(({ id, summary, backgroundColor }) => ({ id, name: summary, colour: backgroundColor })),
    [health],
  );
  const colours = useMemo(
    () => new Map(calendars.flatMap(({ id, colour }) => (colour ? [[id, colour] as const] : []))),
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
  const { withLink, withBot, calendarId } = filters;
  const days = useMemo(() => {
    const passing = events.filter((event) =>
      passesFilters(event, { text: searched, withLink, withBot, calendarId }),
    );
    const first = startOfDay(today, withYesterday ? -1 : 0);
    return buildAgenda(passing, first, daysAhead + (withYesterday ? 1 : 0), today);
  }, [events, searched, withLink, withBot, calendarId, today, daysAhead, withYesterday]);
  const hasRows = days.some((day) => day.timed.length > 0 || day.allDay.length > 0);
  const next = nextMeeting(events, now);

  const onFilter = (changes: Partial<AgendaFilters>) => {
    const next = { ...filters, ...changes };
    setText(next.text);
    set(toParams(next));
  };

  const openId = params.get('event');
  const opened = openId ? (events.find((event) => event.id === openId) ?? null) : null;

  const body = () => {
    if (isPending) return <MeetingsSkeleton />;
    if (error && events.length === 0)
      return <LoadFailed what="meetings" message={error.message} onRetry={retry} />;
    if (events.length === 0 && health?.connections.length === 0) return <NoCalendar />;
    if (events.length === 0 && isFirstSync(health)) return <FirstSync />;
    return (
      <>
        {next && !isFiltered ? (
          <NextMeeting
            event={next}
            following={meetingAfter(events, next, now)}
            today={meetingsOfDay(events, now)}
            now={now}
            onOpen={onOpen}
            onSetBot={onSetBot}
          />
        ) : null}
        {withYesterday ? null : (
          <Button
            variant="ghost"
            size="sm"
            className="-mt-2 mb-1 -ml-1"
            onClick={() => setWithYesterday(true)}
          >
            Show yesterday
          </Button>
        )}
        {hasRows || (withYesterday && !isFiltered) ? (
          <Agenda
            days={days}
            isFiltered={isFiltered}
            isLoading={isLoadingMore}
            now={now}
            colours={colours}
            onOpen={onOpen}
            onSetBot={onSetBot}
          />
        ) : isFiltered ? (
          <NothingFound onClear={() => onFilter(NO_FILTERS)} />
        ) : (
          <NoMeetings />
        )}
        {error ? (
          <p role="alert" className="mt-5 text-center text-[0.8125rem] text-danger">
            Some days could not be refreshed. {error.message}{' '}
            <button type="button" onClick={retry} className="font-medium underline underline-offset-2">
              Try again
            </button>
          </p>
        ) : null}
        <ShowLater
          until={startOfDay(today, daysAhead - 1)}
          isLoading={isLoadingMore}
          onShow={daysAhead < LAST_DAY ? () => setDaysAhead(Math.min(LAST_DAY, daysAhead + STEP_DAYS)) : null}
        />
      </>
    );
  };

  return (
    <>
      <MeetingsToolbar filters={filters} calendars={calendars} searchRef={searchRef} onChange={onFilter} />
      <RevokedBanner />
      {body()}
      <EventPanel
        open={openId !== null}
        event={opened}
        isPending={isPending || isLoadingMore}
        calendarName={calendars.find((calendar) => calendar.id === opened?.calendar_id)?.name}
        onClose={() => set({ event: null })}
        onSetBot={onSetBot}
        onOpenBot={onOpenBot}
      />
      <BotPanel botId={params.get('bot')} onClose={onCloseBot} />
    </>
  );
}

type ShowLaterProps = { until: Date; isLoading: boolean; onShow: (() => void) | null };

function ShowLater({ until, isLoading, onShow }: ShowLaterProps) {
  return (
    <div className="mt-6 flex items-center justify-center gap-3 text-[0.8125rem] text-ink-faint">
      <span>{isLoading ? 'Loading…' : `Until ${shortDate(until)}`}</span>
      {onShow ? (
        <Button size="sm" onClick={onShow} disabled={isLoading}>
          Show later
        </Button>
      ) : null}
    </div>
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

/** Windows of 14 days, so that showing more loads only what is new. */
function windowsOf(today: number, daysAhead: number, withYesterday: boolean) {
  const edges = withYesterday ? [-1, 0] : [0];
  for (let day = STEP_DAYS; day < daysAhead; day += STEP_DAYS) edges.push(day);
  edges.push(daysAhead);
  return edges.slice(1).map((to, index) => ({
    from: startOfDay(today, edges[index]).toISOString(),
    to: startOfDay(today, to).toISOString(),
  }));
}

function isFirstSync(health: ReturnType<typeof useHealth>['data']): boolean {
  return (
    health?.connections.some((connection) => connection.calendars.some((row) => row.sync_pending)) ?? false
  );
}
