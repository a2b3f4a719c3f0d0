'use client';

import { shortDate, startOfDay } from '@/components/time/format';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { useUrlState } from '@/components/url-state';
import { Agenda } from './agenda';
import { findMeeting, meetingAfter, meetingsOfDay } from './agenda-model';
import { FirstSteps } from './first-steps';
import {
  MeetingsSkeleton,
  NoHistory,
  NoMeetings,
  NothingFound,
  NotRefreshed,
  startState,
} from './meetings-states';
import type { MeetingsViewProps } from './meetings-view';
import { NextMeeting } from './next-meeting';
import { MeetingSelection } from './selection/meeting-selection';
import { useAgenda } from './use-agenda';
import { useAgendaKeys } from './use-agenda-keys';
import { useFirstStepsPending } from './use-first-steps-pending';

type AgendaViewProps = MeetingsViewProps & {
  /** The day from which it is shown, as `2026-11-22`; null: today. */
  day: string | null;
  onDay: (day: string | null) => void;
};

/** The meetings from today or another day on, one after the other. */
export function AgendaView(props: AgendaViewProps) {
  const { now, day, isFiltered, colors, health, searchRef, onOpen, onSetBot, onClearFilters, onDay } = props;
  const { params, set } = useUrlState();
  useAgendaKeys(searchRef);
  const agenda = useAgenda(props);
  const { events, days, folded, next, isPending, isLoadingMore, error, retry } = agenda;
  const firstStepsPending = useFirstStepsPending(events);
  const hasRows = days.some(({ timed, allDay }) => timed.length > 0 || allDay.length > 0);
  const isPast = agenda.lastDay < startOfDay(now);
  const openId = params.get('event');
  const opened = openId ? findMeeting(events, openId) : null;

  const earlier = (
    <Button variant="ghost" size="sm" className="-ml-1 max-sm:h-11" onClick={agenda.showEarlier}>
      {agenda.earlierLabel}
    </Button>
  );
  const list = () => {
    if (hasRows || folded.length > 0 || isLoadingMore) {
      return (
        <MeetingSelection meetings={days.flatMap(({ timed }) => timed)} now={now} beside={earlier}>
          <Agenda
            {...{ days, isFiltered, folded, now, colors, onOpen, onSetBot }}
            isLoading={isLoadingMore}
            onWeekOf={(key) => set({ view: 'week', day: key }, 'push')}
          />
        </MeetingSelection>
      );
    }
    return (
      <>
        {earlier}
        {isFiltered ? (
          <NothingFound until={agenda.lastDay} onClear={onClearFilters} onShowLater={agenda.showLater} />
        ) : isPast ? (
          <NoHistory onToday={() => onDay(null)} />
        ) : (
          <NoMeetings until={agenda.lastDay} onShowLater={agenda.showLater} />
        )}
      </>
    );
  };

  const body = () => {
    if (isPending || firstStepsPending) return <MeetingsSkeleton />;
    if (error && events.length === 0)
      return <LoadFailed what="meetings" message={error.message} onRetry={retry} />;
    const start = events.length === 0 && day === null ? startState(health) : null;
    const firstSteps =
      isFiltered || day !== null ? null : (
        <Boundary of={events} fallback={null}>
          <div className="print:hidden">
            <FirstSteps {...{ events, health, now, onSetBot }} />
          </div>
        </Boundary>
      );
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
        {next && !isFiltered && day === null ? (
          <Boundary
            of={next}
            fallback={
              <p className="mb-6 text-ink-soft">
                <BrokenNote title={next.title} />
              </p>
            }
          >
            <NextMeeting
              event={next}
              following={meetingAfter(events, next, now)}
              today={meetingsOfDay(events, now)}
              now={now}
              onOpen={onOpen}
              onSetBot={onSetBot}
            />
          </Boundary>
        ) : null}
        <div className="-mt-2">{list()}</div>
        {error ? <NotRefreshed message={error.message} onRetry={retry} /> : null}
        {hasRows ? (
          <ShowLater lastDay={agenda.lastDay} isLoading={isLoadingMore} onShow={agenda.showLater} />
        ) : null}
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

type ShowLaterProps = { lastDay: Date; isLoading: boolean; onShow: (() => void) | null };

function ShowLater({ lastDay, isLoading, onShow }: ShowLaterProps) {
  return (
    <div className="mt-6 flex items-center justify-center gap-3 text-[0.8125rem] text-ink-faint print:hidden">
      <span>{isLoading ? 'Loading…' : `Through ${shortDate(lastDay)}`}</span>
      {onShow ? (
        <Button size="sm" onClick={onShow} disabled={isLoading}>
          Load 2 more weeks
        </Button>
      ) : null}
    </div>
  );
}
