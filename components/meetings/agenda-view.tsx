'use client';

import { focusMain } from '@/components/shell/focus-main';
import { shortDate } from '@/components/time/format';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import { useUrlState } from '@/components/url-state';
import { Agenda } from './agenda';
import { findMeeting, meetingAfter, meetingsOfDay } from './agenda-model';
import { FirstSteps } from './first-steps';
import { MeetingsSkeleton, NoMeetings, NothingFound, NotRefreshed, startState } from './meetings-states';
import type { MeetingsViewProps } from './meetings-view';
import { NextMeeting } from './next-meeting';
import { useAgenda } from './use-agenda';
import { useAgendaKeys } from './use-agenda-keys';

/** The meetings of the next days, one after the other. */
export function AgendaView(props: MeetingsViewProps) {
  const { now, isFiltered, colors, health, searchRef, onOpen, onSetBot, onClearFilters } = props;
  const { params } = useUrlState();
  useAgendaKeys(searchRef);
  const agenda = useAgenda(props);
  const { events, days, folded, next, withYesterday, isPending, isLoadingMore, error, retry } = agenda;
  const hasRows = days.some((day) => day.timed.length > 0 || day.allDay.length > 0);
  const openId = params.get('event');
  const opened = openId ? findMeeting(events, openId) : null;

  const body = () => {
    if (isPending) return <MeetingsSkeleton />;
    if (error && events.length === 0)
      return <LoadFailed what="meetings" message={error.message} onRetry={retry} />;
    const start = events.length === 0 ? startState(health) : null;
    const firstSteps = (
      <Boundary of={events} fallback={null}>
        <FirstSteps {...{ events, health, now, onSetBot }} />
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
        {next && !isFiltered ? (
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
        {withYesterday ? null : (
          <Button
            variant="ghost"
            size="sm"
            className="-mt-2 mb-1 -ml-1"
            onClick={() => {
              agenda.showEarlier();
              // The button goes away with its last step.
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
            colors={colors}
            onOpen={onOpen}
            onSetBot={onSetBot}
          />
        ) : isFiltered ? (
          <NothingFound onClear={onClearFilters} />
        ) : (
          <NoMeetings />
        )}
        {error ? <NotRefreshed message={error.message} onRetry={retry} /> : null}
        <ShowLater lastDay={agenda.lastDay} isLoading={isLoadingMore} onShow={agenda.showLater} />
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
    <div className="mt-6 flex items-center justify-center gap-3 text-[0.8125rem] text-ink-faint">
      <span>{isLoading ? 'Loading…' : `Through ${shortDate(lastDay)}`}</span>
      {onShow ? (
        <Button size="sm" onClick={onShow} disabled={isLoading}>
          Show later
        </Button>
      ) : null}
    </div>
  );
}
