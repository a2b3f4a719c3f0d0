'use client';

import { Repeat } from 'lucide-react';
import { dayNumber, timeRange, weekdayName } from '@/components/time/format';
import { localTimeOfKey } from '@/components/time/local-time';
import { cn } from '@/components/ui/cn';
import type { AgendaRowProps } from '../agenda-row';
import { BotSwitch } from '../bot-switch';
import { EventBotState } from '../event-state';
import { repeatsInWords, viewOf } from '../event-view';
import { Marked } from './marked';
import { firstDayOf, matchesBeside } from './search-model';

type MatchRowProps = AgendaRowProps & { words: readonly string[] };

/** A meeting that matches a search: when it is, and where the words are. What has ended is dimmed. */
export function MatchRow({ event, words, now, color, onOpen, onSetBot }: MatchRowProps) {
  const view = viewOf(event);
  const isPast = Date.parse(event.end_time) <= now;
  const day = localTimeOfKey(firstDayOf(event)) ?? 0;
  const beside = matchesBeside(event, words);
  return (
    <li
      data-event-id={event.id}
      data-agenda-row
      className="group relative grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-x-3 border-line border-b px-3 py-2.5 transition-colors first:rounded-t-xl last:rounded-b-xl last:border-b-0 hover:bg-sunken/45 has-[[data-row-button]:focus-visible]:outline-2 has-[[data-row-button]:focus-visible]:outline-accent has-[[data-row-button]:focus-visible]:-outline-offset-2 sm:gap-x-4 sm:px-4 sm:py-2"
    >
      <span
        aria-hidden="true"
        className={cn('absolute inset-y-2.5 left-0 w-[3px] rounded-r-full', isPast && 'opacity-40')}
        style={{ backgroundColor: color ?? 'var(--line-strong)' }}
      />
      <span className={cn('times text-center leading-tight', isPast ? 'text-ink-faint' : 'text-ink')}>
        <span className="block text-ink-faint text-xs">{weekdayName(day, 'short', 'UTC')} </span>
        <span className="block font-medium text-[0.9375rem]">{dayNumber(day, 'UTC')}</span>
      </span>
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2 leading-5">
          <button
            type="button"
            data-row-button
            dir="auto"
            onClick={() => onOpen(event)}
            className={cn(
              'min-w-0 truncate text-left font-medium text-ink outline-none before:absolute before:inset-0 before:content-[""]',
              isPast && 'font-normal text-ink-soft',
              view.isCancelled && 'line-through',
            )}
          >
            <Marked text={view.title} words={words} />
          </button>
          {view.isRecurring ? (
            <Repeat
              className="size-3 shrink-0 text-ink-faint"
              aria-label={repeatsInWords(event) ?? 'Repeats'}
            />
          ) : null}
        </div>
        <p className="times flex min-w-0 flex-wrap gap-x-1.5 text-ink-soft text-xs leading-5">
          <span className="shrink-0">
            {event.is_all_day ? 'All day' : timeRange(event.start_time, event.end_time)}
          </span>
          {beside.length > 0 ? (
            beside.map(({ label, text }) => (
              <span key={label + text} className="min-w-0 truncate">
                <span className="text-ink-faint">{label}: </span>
                <bdi>
                  <Marked text={text} words={words} />
                </bdi>
              </span>
            ))
          ) : (
            <span className="min-w-0 truncate text-ink-faint">{event.decision.reason}</span>
          )}
        </p>
      </div>
      <span className="relative flex items-center gap-3">
        <span className="max-sm:hidden">
          <EventBotState event={event} now={now} />
        </span>
        {isPast ? null : <BotSwitch event={event} now={now} onSetBot={onSetBot} />}
      </span>
    </li>
  );
}
