'use client';

import {
  AlignLeft,
  Bot,
  CalendarDays,
  CircleHelp,
  Clock,
  MapPin,
  Repeat,
  SlidersHorizontal,
  TriangleAlert,
  Users,
} from 'lucide-react';
import { useMemo } from 'react';
import { latestBot } from '@/components/bots/bot-state';
import { BotStatePill } from '@/components/bots/bot-state-pill';
import { PlatformLabel } from '@/components/platforms/platform-icon';
import { useNow } from '@/components/time/clock';
import { duration, longDate, spansDays, timeOfDay, timeRange } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { SheetTitle, SheetTop } from '@/components/ui/sheet';
import type { CalendarEvent } from '@/lib/contract/events';
import { otherCalendars } from './agenda-model';
import { reasonOf } from './bot-choice';
import { BotControl } from './bot-control';
import { DetailLine } from './detail-line';
import { EventHistory } from './event-history';
import { EventLink } from './event-link';
import { EventBotState } from './event-state';
import { htmlToPlainText, repeatsInWords, viewOf, whenInItsZone } from './event-view';
import { People } from './people';
import { type SetBot, usePendingChoice } from './requests/set-bot';
import { SendAgain } from './send-again';
import { SeriesBots } from './series-bots';

type EventDetailsProps = {
  event: CalendarEvent;
  calendarName: string | undefined;
  onSetBot: SetBot;
  onOpenBot: (botId: string) => void;
};

export function EventDetails({ event, calendarName, onSetBot, onOpenBot }: EventDetailsProps) {
  const now = useNow('minute') ?? 0;
  const view = viewOf(event);
  const others = otherCalendars(event);
  const description = useMemo(
    () => (view.description ? htmlToPlainText(view.description) : ''),
    [view.description],
  );
  return (
    <>
      <SheetTop className="pl-6">
        <PlatformLabel platform={event.meeting_platform} />
      </SheetTop>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="border-line border-b px-6 pb-5">
          <SheetTitle
            dir="auto"
            aria-live="polite"
            className={cn(
              'text-pretty font-semibold text-lg leading-6 tracking-[-0.018em]',
              view.isCancelled && 'text-ink-soft line-through',
            )}
          >
            {view.title}
          </SheetTitle>
          <BotCard event={event} now={now} onSetBot={onSetBot} onOpenBot={onOpenBot} />
        </div>
        <SeriesBots event={event} />
        <div className="space-y-4 px-6 py-5">
          <DetailLine icon={Clock} label="When">
            <When event={event} />
            {event.problem ? (
              <span className="mt-1 flex gap-1.5 text-warn text-xs">
                <TriangleAlert className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
                <span className="wrap-anywhere min-w-0 text-pretty">{event.problem}</span>
              </span>
            ) : null}
          </DetailLine>
          {event.recurrence_text ? (
            <DetailLine icon={Repeat} label="Repeats">
              {repeatsInWords(event)}
            </DetailLine>
          ) : null}
          <EventLink event={event} />
          {view.location && view.location !== event.meeting_url ? (
            <DetailLine icon={MapPin} label="Location">
              <span dir="auto" className="break-words">
                {view.location}
              </span>
            </DetailLine>
          ) : null}
          {view.attendees.length > 0 || view.organizer ? (
            <DetailLine icon={Users} label="People">
              <People attendees={view.attendees} organizer={view.organizer} />
            </DetailLine>
          ) : null}
          <DetailLine icon={CalendarDays} label={others ? 'Calendars' : 'Calendar'}>
            {calendarName ?? event.calendar_id}
            {others ? (
              <span className="block text-ink-soft">Also in {others}. One bot joins for all.</span>
            ) : null}
          </DetailLine>
          {description ? (
            <DetailLine icon={AlignLeft} label="Description">
              <p dir="auto" className="whitespace-pre-line break-words text-ink-soft">
                {description}
              </p>
            </DetailLine>
          ) : null}
        </div>
        <EventHistory eventId={event.id} now={now} />
      </div>
    </>
  );
}

type BotCardProps = Omit<EventDetailsProps, 'calendarName'> & { now: number };

function BotCard({ event, now, onSetBot, onOpenBot }: BotCardProps) {
  const bot = latestBot(event);
  const pending = usePendingChoice(event.id);
  const isAhead = bot?.status === 'Scheduled' && Date.parse(bot.scheduled_join_time) > now;
  const earlier = event.past_bots.filter(({ id }) => id !== bot?.id);
  return (
    <div className="mt-4 rounded-xl bg-sunken/60 p-3.5">
      <div className="flex min-h-6 flex-wrap items-center gap-x-2.5 gap-y-2">
        <Bot className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
        <span aria-live="polite" className="min-w-0 flex-1">
          <EventBotState event={event} now={now} />
          {!bot && !event.decision.will_join && !pending ? (
            <span className="text-ink-soft">No bot</span>
          ) : null}
        </span>
        <BotControl event={event} now={now} onSetBot={onSetBot} />
      </div>
      <p className="mt-2 flex gap-2.5 text-[0.8125rem] text-ink-soft">
        <CircleHelp className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden="true" />
        {reasonOf(event)}
      </p>
      {bot ? (
        <dl className="times mt-2.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 pl-6.5 text-xs">
          {bot.bot_username ? (
            <>
              <dt className="text-ink-faint">Name</dt>
              <dd dir="auto">{bot.bot_username}</dd>
            </>
          ) : null}
          <dt className="text-ink-faint">{isAhead ? 'Joins at' : 'Join time'}</dt>
          <dd>{timeOfDay(bot.scheduled_join_time)}</dd>
          {bot.status_reason && bot.status_reason !== reasonOf(event) ? (
            <>
              <dt className="text-ink-faint">Reason</dt>
              <dd className="text-pretty">{bot.status_reason}</dd>
            </>
          ) : null}
        </dl>
      ) : null}
      {bot ? (
        <div className="mt-3 ml-6.5 flex flex-wrap gap-2">
          <SendAgain event={event} now={now} onSetBot={onSetBot} />
          <Button size="sm" onClick={() => onOpenBot(bot.id)}>
            <SlidersHorizontal aria-hidden="true" />
            {bot.status === 'Scheduled' ? 'Edit bot' : 'View bot'}
          </Button>
        </div>
      ) : null}
      {earlier.length > 0 ? (
        <p className="mt-2.5 flex flex-wrap items-center gap-1.5 pl-6.5 text-ink-faint text-xs">
          Earlier
          {earlier.slice(0, 4).map((past) => (
            <BotStatePill key={past.id} status={past.status} reason={past.status_reason} />
          ))}
        </p>
      ) : null}
    </div>
  );
}

function When({ event }: { event: CalendarEvent }) {
  const view = viewOf(event);
  if (view.days) {
    const { first, last } = view.days;
    const name = (day: string) => longDate(`${day}T12:00:00Z`, 'UTC');
    return (
      <span>{first === last ? `${name(first)}, all day` : `${name(first)} to ${name(last)}, all day`}</span>
    );
  }
  const there = whenInItsZone(event);
  const { start_time: start, end_time: end } = event;
  const isLong = spansDays(start, end);
  return (
    <span className="times">
      <span className="block">
        {longDate(start)}
        {isLong ? `, ${timeOfDay(start)}, to` : null}
      </span>
      <span className="block">
        {isLong ? `${longDate(end)}, ${timeOfDay(end)}` : timeRange(start, end)}
        <span className="text-ink-faint"> · {duration(start, end)}</span>
      </span>
      {there ? <span className="mt-0.5 block text-ink-soft">{there}</span> : null}
    </span>
  );
}
