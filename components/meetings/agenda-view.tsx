'use client';

import { useMemo, useState } from 'react';
import { focusMain } from '@/components/shell/focus-main';
import { shortDate, startOfDay } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { useUrlState } from '@/components/url-state';
import { Agenda } from './agenda';
import {
  buildAgenda,
  isFolded,
  meetingAfter,
  meetingsOfDay,
  nextMeeting,
  passesFilters,
} from './agenda-model';
import { FirstSteps } from './first-steps';
import { MeetingsSkeleton, NoMeetings, NothingFound, NotRefreshed, startState } from './meetings-states';
import type { MeetingsViewProps } from './meetings-view';
import { NextMeeting } from './next-meeting';
import { useEvents } from './requests/list-events';
import { useAgendaKeys } from './use-agenda-keys';

const STEP_DAYS = 14;
/** The server keeps occurrences this far ahead. */
const LAST_DAY = 60;

/** The meetings of the next days, one after the other. */
export function AgendaView(props: MeetingsViewProps) {
  const { now, filters, isFiltered, colours, health, searchRef, onOpen, onSetBot, onClearFilters } = props;
  const { params } = useUrlState();
  const [daysAhead, setDaysAhead] = useState(STEP_DAYS);
  const [earlier, setEarlier] = useState<'none' | 'today' | 'yesterday'>('none');
  const withYesterday = earlier === 'yesterday';
  useAgendaKeys(searchRef);

  const today = startOfDay(now).getTime();
  const windows = useMemo(
    () => windowsOf(today, daysAhead, withYesterday),
    [today, daysAhead, withYesterday],
  );
  const { events, isPending, isLoadingMore, error, retry } = useEvents(windows);
  const { text, withLink, withBot, calendarId } = filters;
  const isFolding = earlier === 'none' && !isFiltered;
  const folded = useMemo(
    () => (isFolding ? events.filter((event) => isFolded(event, now)) : []),
    [events, isFolding, now],
  );
  const days = useMemo(() => {
    const passing = events.filter(
      (event) =>
        passesFilters(event, { text, withLink, withBot, calendarId }) && !(isFolding && isFolded(event, now)),
    );
    const first = startOfDay(today, withYesterday ? -1 : 0);
    return buildAgenda(passing, first, daysAhead + (withYesterday ? 1 : 0), today);
  }, [events, text, withLink, withBot, calendarId, isFolding, now, today, daysAhead, withYesterday]);
  const hasRows = days.some((day) => day.timed.length > 0 || day.allDay.length > 0);
  const next = nextMeeting(events, now);

  const openId = params.get('event');
  const opened = openId ? (events.find((event) => event.id === openId) ?? null) : null;

  const body = () => {
    if (isPending) return <MeetingsSkeleton />;
    if (error && events.length === 0)
      return <LoadFailed what="meetings" message={error.message} onRetry={retry} />;
    const start = events.length === 0 ? startState(health) : null;
    const firstSteps = <FirstSteps {...{ events, health, now, onSetBot }} />;
    if (start) {
      return (
        <>
          {firstSteps}
          {start}
        </>
      );
    }
    return (
      <>
        {firstSteps}
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
            onClick={() => {
              setEarlier(folded.length > 0 ? 'today' : 'yesterday');
              if (folded.length === 0) focusMain();
            }}
          >
            {folded.length > 0 ? `Show ${folded.length} earlier today` : 'Show yesterday'}
          </Button>
        )}
        {hasRows || folded.length > 0 || (withYesterday && !isFiltered) ? (
          <Agenda
            days={days}
            isFiltered={isFiltered}
            folded={folded}
            isLoading={isLoadingMore}
            now={now}
            colours={colours}
            onOpen={onOpen}
            onSetBot={onSetBot}
          />
        ) : isFiltered ? (
          <NothingFound onClear={onClearFilters} />
        ) : (
          <NoMeetings />
        )}
        {error ? <NotRefreshed message={error.message} onRetry={retry} /> : null}
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
      {body()}
      {props.panel(opened, isPending || isLoadingMore)}
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
