'use client';

import { Lock, Repeat } from 'lucide-react';
import { memo } from 'react';
import { switchState } from '@/components/bots/bot-state';
import { PlatformIcon } from '@/components/platforms/platform-icon';
import { daysSpanned, duration, rangeParts } from '@/components/time/format';
import { shownRegion } from '@/components/time/region';
import { cn } from '@/components/ui/cn';
import { OpenMark } from '@/components/ui/open-mark';
import type { CalendarEvent } from '@/lib/contract/events';
import { PLATFORM_NAMES } from '@/lib/contract/link-words';
import { otherCalendars } from './agenda-model';
import { Avatars } from './avatars';
import { reasonOf } from './bot-choice';
import { BotSwitch } from './bot-switch';
import { EventBotState } from './event-state';
import { othersInWords, repeatsInWords, viewOf } from './event-view';
import type { SetBot } from './requests/set-bot';
import { useIsSelected } from './selection/meeting-selection';
import { RowCheckbox } from './selection/row-checkbox';
import { SendAgain } from './send-again';

export type AgendaRowProps = {
  event: CalendarEvent;
  /** Rounded to the minute. */
  now: number;
  color: string | undefined;
  onOpen: (event: CalendarEvent) => void;
  onSetBot: SetBot;
};

const KIND_NOTES = {
  focusTime: 'Focus time',
  outOfOffice: 'Out of office',
  workingLocation: 'Working location',
};

const COLUMNS_24_HOURS =
  'grid-cols-[3.25rem_minmax(0,1fr)_auto] sm:grid-cols-[5.5rem_minmax(0,1fr)_auto_auto] @5xl:grid-cols-[5.5rem_minmax(0,3fr)_minmax(0,2fr)_13rem_auto]';
const COLUMNS_12_HOURS =
  'grid-cols-[4.25rem_minmax(0,1fr)_auto] sm:grid-cols-[9rem_minmax(0,1fr)_auto_auto] @5xl:grid-cols-[9rem_minmax(0,3fr)_minmax(0,2fr)_13rem_auto]';

export const AgendaRow = memo(function AgendaRow({ event, now, color, onOpen, onSetBot }: AgendaRowProps) {
  const view = viewOf(event);
  const { isSelected, isSelecting, isPicking, select } = useIsSelected(event.id);
  const isSelectable = select !== null && switchState(event, now).locked === null;
  const isPast = Date.parse(event.end_time) <= now;
  const isNow = !isPast && Date.parse(event.start_time) <= now;
  const isDeclined = view.myAnswer === 'declined';
  const others = otherCalendars(event);
  const isStruck = view.isCancelled || isDeclined;
  const [from, dash, to] = rangeParts(event.start_time, event.end_time);
  return (
    <li
      data-event-id={event.id}
      data-agenda-row
      className={cn(
        'group relative grid items-center gap-x-3 border-line border-b px-3 py-2.5 transition-colors last:border-b-0 hover:bg-sunken/45 sm:gap-x-4 sm:px-4 sm:py-2 sm:pl-6',
        shownRegion().is12Hour ? COLUMNS_12_HOURS : COLUMNS_24_HOURS,
        'first:rounded-t-xl last:rounded-b-xl has-[[data-row-button]:focus-visible]:outline-2 has-[[data-row-button]:focus-visible]:outline-accent has-[[data-row-button]:focus-visible]:-outline-offset-2',
        isNow && 'bg-accent-soft/35 hover:bg-accent-soft/55',
        isSelecting && 'max-sm:pl-11',
        isSelected && 'bg-accent-soft/60 hover:bg-accent-soft/75',
      )}
    >
      <OpenMark param="event" id={event.id} />
      {isSelectable ? <RowCheckbox eventId={event.id} title={view.title} /> : null}
      <span
        aria-hidden="true"
        className={cn('absolute inset-y-2.5 left-0 w-[3px] rounded-r-full', isStruck && 'opacity-40')}
        style={{ backgroundColor: color ?? 'var(--line-strong)' }}
      />
      <span
        className={cn('times self-start leading-5 sm:self-center', (isPast || isStruck) && 'text-ink-faint')}
      >
        <span className="font-medium max-sm:block">{from}</span>
        <span className="text-ink-soft max-sm:block max-sm:text-ink-faint max-sm:text-xs max-sm:leading-4">
          <span className="max-sm:sr-only">{dash}</span>
          {to}
        </span>
        <span className="block text-ink-faint text-xs leading-5 max-sm:hidden">
          {duration(event.start_time, event.end_time)}
        </span>
      </span>

      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2 leading-5">
          <button
            type="button"
            data-row-button
            dir="auto"
            onClick={({ shiftKey, ctrlKey, metaKey }) =>
              isSelectable && (isPicking || shiftKey || ctrlKey || metaKey)
                ? select(event.id, shiftKey)
                : onOpen(event)
            }
            className={cn(
              'truncate text-left font-medium text-ink outline-none before:absolute before:inset-0 before:content-[""]',
              isPast && 'font-normal text-ink-soft',
              isStruck && 'font-normal text-ink-faint line-through decoration-ink-faint/60',
            )}
          >
            {view.title}
          </button>
          {view.isRecurring ? (
            <Repeat
              className="size-3 shrink-0 text-ink-faint"
              aria-label={repeatsInWords(event) ?? 'Repeats'}
            />
          ) : null}
          {view.isPrivate ? <Lock className="size-3 shrink-0 text-ink-faint" aria-label="Private" /> : null}
          {isDeclined ? <span className="shrink-0 text-ink-faint text-xs">You declined</span> : null}
          {isNow ? <span className="shrink-0 font-semibold text-accent-text text-xs">Now</span> : null}
        </div>
        <p className="flex min-w-0 gap-1.5 text-ink-soft text-xs leading-5 max-sm:mt-0.5">
          <RowDays event={event} />
          <RowPlace event={event} />
          {others ? (
            <span className="max-w-[45%] shrink-0 truncate after:ml-1.5 after:text-ink-faint after:content-['·'] max-sm:leading-4">
              Also in {others}
            </span>
          ) : null}
          <span className="min-w-0 text-ink-faint max-sm:line-clamp-2 max-sm:leading-4 sm:truncate">
            {reasonOf(event)}
          </span>
        </p>
      </div>

      <p dir="auto" className="hidden min-w-0 truncate text-ink-soft text-xs @5xl:block">
        {othersInWords(view)}
      </p>

      <div className="flex items-center gap-3 max-sm:order-1 max-sm:col-start-2 max-sm:mt-1.5 max-sm:empty:hidden sm:justify-end">
        <span className="hidden @2xl:block @5xl:hidden">
          <Avatars people={view.attendees} />
        </span>
        <span className="flex flex-wrap items-center gap-2 @2xl:min-w-[8.75rem] sm:justify-end">
          <EventBotState event={event} now={now} />
          <SendAgain event={event} now={now} onSetBot={onSetBot} className="relative" />
        </span>
      </div>
      <span className="relative flex items-center">
        <BotSwitch event={event} now={now} onSetBot={onSetBot} />
      </span>
    </li>
  );
});

/** The first and the last day of a meeting that spans days. */
function RowDays({ event }: { event: CalendarEvent }) {
  const days = daysSpanned(event.start_time, event.end_time);
  if (!days) return null;
  return (
    <span className='times flex shrink-0 items-center gap-1.5 whitespace-nowrap after:text-ink-faint after:content-["·"]'>
      {days}
    </span>
  );
}

/** Says that a person set the link, or that the event names several and one was taken. */
function LinkNote({ event: { meeting_url: url, meeting_links: links } }: { event: CalendarEvent }) {
  const isSet = url !== null && !links.some((link) => link.meeting_url === url);
  if (isSet) return <span className="text-ink-faint max-sm:sr-only">(you set this link)</span>;
  if (links.length < 2) return null;
  return <span className="text-warn max-sm:sr-only">({links.length} different links)</span>;
}

/** Where the meeting is, or what stands in the calendar instead of one; on a phone the icon alone. */
function RowPlace({ event }: { event: CalendarEvent }) {
  const { kind } = viewOf(event);
  const { meeting_platform: platform } = event;
  if (kind === 'meeting' && !platform) return null;
  return (
    <span className='flex shrink-0 items-center gap-1.5 whitespace-nowrap max-sm:h-4 sm:after:text-ink-faint sm:after:content-["·"]'>
      {kind === 'meeting' && platform ? (
        <>
          <PlatformIcon platform={platform} />
          <span className="max-sm:sr-only">{PLATFORM_NAMES[platform]}</span>
          <LinkNote event={event} />
        </>
      ) : kind === 'meeting' ? null : (
        KIND_NOTES[kind]
      )}
    </span>
  );
}
