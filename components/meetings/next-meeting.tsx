'use client';

import { ArrowUpRight } from 'lucide-react';
import { PlatformLabel } from '@/components/platforms/platform-icon';
import { useNow } from '@/components/time/clock';
import { countdown, longDate, relativeDay, shortDate, timeOfDay, timeSpan } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import type { CalendarEvent } from '@/lib/contract/events';
import { reasonOf } from './bot-choice';
import { BotSwitch } from './bot-switch';
import { DayStrip } from './day-strip';
import { EventBotState } from './event-state';
import { viewOf } from './event-view';
import type { SetBot } from './requests/set-bot';

type NextMeetingProps = {
  event: CalendarEvent;
  /** The meeting after it. */
  following: CalendarEvent | null;
  /** All of today's meetings. */
  today: CalendarEvent[];
  /** Rounded to the minute. */
  now: number;
  onOpen: (event: CalendarEvent) => void;
  onSetBot: SetBot;
};

/** The meeting to get ready for: what it is, when, how long until then, and whether a bot joins. */
export function NextMeeting({ event, following, today, now, onOpen, onSetBot }: NextMeetingProps) {
  const view = viewOf(event);
  const day = relativeDay(event.start_time, now);
  const isRunning = Date.parse(event.start_time) <= now;
  return (
    <section
      aria-label="Next meeting"
      className="stage relative mb-6 overflow-hidden print:hidden rounded-2xl shadow-card"
      data-next-meeting={event.id}
    >
      <div className="grid gap-x-8 gap-y-4 p-5 sm:grid-cols-[minmax(0,1fr)_auto] sm:p-6">
        <div className="min-w-0">
          <p className="times text-[0.8125rem] text-on-stage-soft">
            {isRunning
              ? 'Now'
              : day === 'Today'
                ? 'Next'
                : `Next, ${day?.toLowerCase() ?? longDate(event.start_time)}`}
            <span className="mx-1.5 opacity-60">·</span>
            {timeSpan(event.start_time, event.end_time)}
          </p>
          <h2 className="mt-1 font-semibold text-[1.375rem] leading-7 tracking-[-0.022em]">
            <button
              type="button"
              dir="auto"
              onClick={() => onOpen(event)}
              className="line-clamp-2 text-left outline-brass decoration-brass/70 underline-offset-4 hover:underline"
            >
              {view.title}
            </button>
          </h2>
          <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-on-stage-soft">
            <PlatformLabel platform={event.meeting_platform} />
            {view.attendees.length > 1 ? <span>{view.attendees.length} people</span> : null}
            {isRunning && following ? (
              <button
                type="button"
                onClick={() => onOpen(following)}
                className="times min-w-0 truncate outline-brass hover:text-on-stage hover:underline"
              >
                Then{' '}
                {relativeDay(following.start_time, now) === 'Today'
                  ? ''
                  : `${shortDate(following.start_time)} `}
                {timeOfDay(following.start_time)} <bdi>{viewOf(following).title}</bdi>
              </button>
            ) : null}
          </p>
        </div>
        <Countdown event={event} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 sm:col-span-2">
          <BotSwitch event={event} now={now} onSetBot={onSetBot} onStage />
          <EventBotState event={event} now={now} />
          <span className="min-w-0 flex-1 basis-48 text-[0.8125rem] text-on-stage-soft">
            {reasonOf(event)}
          </span>
          {event.meeting_url ? (
            <Button asChild variant="stage" size="sm" className="outline-brass">
              <a href={event.meeting_url} target="_blank" rel="noreferrer noopener">
                Join
                <ArrowUpRight aria-hidden="true" />
              </a>
            </Button>
          ) : null}
        </div>
      </div>
      {today.length > 0 ? <DayStrip meetings={today} now={now} highlighted={event.id} /> : null}
    </section>
  );
}

function Countdown({ event }: { event: CalendarEvent }) {
  const now = useNow('second') ?? 0;
  const untilStart = Date.parse(event.start_time) - now;
  const [label, value] =
    untilStart > 0 ? ['starts in', untilStart] : ['ends in', Date.parse(event.end_time) - now];
  return (
    <p
      className="flex items-baseline gap-2 sm:flex-col sm:items-end sm:gap-0"
      title={`Starts at ${timeOfDay(event.start_time)}`}
    >
      <span className="text-on-stage-soft text-xs">{label}</span>
      <span
        role="timer"
        className="times font-semibold text-[2rem] leading-9 tracking-[-0.04em] sm:text-[2.5rem] sm:leading-[2.75rem]"
      >
        {countdown(value)}
      </span>
    </p>
  );
}
