'use client';

import { Clock } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { bookedOrActiveBot, latestBot, STATUS_LABELS } from '@/components/bots/bot-state';
import { StateIcon, stateColors } from '@/components/bots/bot-state-pill';
import { timeOfDay, timeSpan } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { OpenMark } from '@/components/ui/open-mark';
import type { CalendarEvent } from '@/lib/contract/events';
import { reasonOf } from '../bot-choice';
import { viewOf } from '../event-view';
import { type Placed, SHORTEST_MINUTES } from './lay-out-day';

/** Height of an hour in the grid. */
export const HOUR_PX = 56;
/** Heights of a line of text, and of the space around the lines of a block. */
const LINE_PX = 16;
const FRAME_PX = 8;
/**
 * How a title is cut, by the number of its lines. A word that does not fit is cut as well, and never continues on the
 * next line without a hyphen.
 */
const CLAMPS = [
  'truncate',
  'line-clamp-2 hyphens-auto text-ellipsis',
  'line-clamp-3 hyphens-auto text-ellipsis',
];

/** The looks of blocks that are no state of a bot. */
export const WILL_BE_SCHEDULED = 'border-accent-text/45 border-dashed bg-surface text-accent-text';
export const NO_BOT = 'border-line bg-surface text-ink-soft';
export const STRUCK = 'border-line border-dashed bg-surface text-ink-faint';

const hours = (minutes: number) => `${(minutes / 60) * HOUR_PX}px`;
/** Width of `+3` beside a crowd. */
const MORE_WIDTH = '1.75rem';

export type WeekBlockProps = {
  piece: Placed<CalendarEvent>;
  /** The hour the grid begins with. */
  firstHour: number;
  /** Rounded to the minute. */
  now: number;
  color: string | undefined;
  /** The one block that the Tab key reaches. */
  isEntry: boolean;
  onOpen: (event: CalendarEvent) => void;
  /**
   * Called with the block that is pointed at or has the keyboard's focus, and with null when it no longer is.
   */
  onPoint: (event: CalendarEvent | null, element: HTMLElement | null) => void;
};

/** A meeting in the grid, in the color of its bot's state. */
export const WeekBlock = memo(function WeekBlock(props: WeekBlockProps) {
  const { piece, firstHour, now, color, isEntry, onOpen, onPoint } = props;
  const { item: event, start, end, column, span, columns, isBesideMore } = piece;
  const view = viewOf(event);
  const isPast = Date.parse(event.end_time) <= now;
  const isStruck = view.isCancelled || view.myAnswer === 'declined';
  const look = lookOf(event);
  const length = Math.max(end - start, SHORTEST_MINUTES);
  const lines = Math.max(1, Math.floor(((length / 60) * HOUR_PX - FRAME_PX) / LINE_PX));
  // The time has the last line, or stands beside the title where there is but one.
  const titleLines = Math.max(1, lines - 1);
  const time = <span className="@max-[6.5rem]:hidden">{timeSpan(event.start_time, event.end_time)}</span>;
  const startTime = <span className="@min-[6.5rem]:hidden">{timeOfDay(event.start_time)}</span>;
  const width = isBesideMore ? `(100% - ${MORE_WIDTH})` : '100%';
  return (
    <li
      data-event-id={event.id}
      data-agenda-row
      data-start={start}
      className="@container absolute p-px"
      style={{
        top: hours(start - firstHour * 60),
        height: hours(length),
        left: `calc(${width} * ${column / columns})`,
        width: `calc(${width} * ${span / columns})`,
      }}
    >
      <button
        type="button"
        data-row-button
        tabIndex={isEntry ? 0 : -1}
        aria-label={`${view.title}, ${timeSpan(event.start_time, event.end_time)}. ${look.words}${reasonOf(event)}`}
        onClick={() => onOpen(event)}
        onPointerEnter={({ pointerType, currentTarget }) =>
          pointerType === 'mouse' && onPoint(event, currentTarget)
        }
        onPointerLeave={() => onPoint(null, null)}
        onFocus={({ currentTarget }) =>
          currentTarget.matches(':focus-visible') && onPoint(event, currentTarget)
        }
        onBlur={() => onPoint(null, null)}
        className={cn(
          'relative flex size-full flex-col overflow-hidden rounded-md border border-transparent print:border-line pr-1 pl-2 text-left text-xs leading-4 transition-[filter] hover:brightness-[0.97] focus-visible:z-10 dark:hover:brightness-125',
          lines > 1 || length >= 30 ? 'py-0.5' : 'justify-center',
          look.className,
          isPast && look.isQuiet && 'bg-paper text-ink-faint',
          isStruck && STRUCK,
        )}
      >
        <OpenMark param="event" id={event.id} />
        <span
          aria-hidden="true"
          className="absolute inset-y-0 left-0 w-[3px]"
          style={{ backgroundColor: color ?? 'var(--line-strong)' }}
        />
        <span className="flex w-full min-w-0 gap-1">
          <span
            dir="auto"
            className={cn(
              'min-w-0 flex-1 font-medium',
              CLAMPS[Math.min(titleLines, CLAMPS.length) - 1],
              isPast && look.isQuiet && 'font-normal',
              isStruck && 'line-through',
            )}
          >
            {view.title}
          </span>
          {lines === 1 ? (
            <span className="times @max-[8rem]:hidden shrink-0">{timeOfDay(event.start_time)}</span>
          ) : null}
          <span className="mt-0.5 flex h-3 shrink-0 items-center @max-[3.75rem]:hidden [&_svg]:size-3">
            {look.icon}
          </span>
        </span>
        {lines > 1 ? (
          <span className="times block w-full truncate">
            {time}
            {startTime}
          </span>
        ) : null}
      </button>
    </li>
  );
});

type Look = { className: string; icon: ReactNode; words: string; isQuiet?: boolean };

/** Returns what a block looks like, by the bot's state: with the same colors and shapes as elsewhere. */
function lookOf(event: CalendarEvent): Look {
  const bot = latestBot(event);
  if (event.decision.will_join && !bookedOrActiveBot(event)) {
    return {
      className: WILL_BE_SCHEDULED,
      icon: <Clock strokeWidth={2.25} aria-hidden="true" />,
      words: 'Will be scheduled. ',
    };
  }
  if (!bot || bot.status === 'Cancelled') {
    return {
      className: NO_BOT,
      icon: null,
      words: 'No bot. ',
      isQuiet: true,
    };
  }
  return {
    className: stateColors(bot.status),
    icon: <StateIcon status={bot.status} />,
    words: `Bot: ${STATUS_LABELS[bot.status]}. `,
  };
}
