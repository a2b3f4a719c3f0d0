'use client';

import { timeOfDay } from '@/components/time/format';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import type { CalendarEvent } from '@/lib/contract/events';
import { EventBotState } from '../event-state';
import { viewOf } from '../event-view';
import type { More } from './lay-out-day';
import { HOUR_PX } from './week-block';

type WeekMoreProps = {
  more: More<CalendarEvent>;
  firstHour: number;
  /** Rounded to the minute. */
  now: number;
  onOpen: (event: CalendarEvent) => void;
};

/** Beside a crowd of meetings: those that did not fit, in a list. */
export function WeekMore({ more: { start, end, items }, firstHour, now, onOpen }: WeekMoreProps) {
  return (
    <li
      className="absolute right-0 w-7 rounded-md border border-transparent bg-sunken bg-clip-padding"
      style={{
        top: (start / 60 - firstHour) * HOUR_PX,
        height: ((end - start) / 60) * HOUR_PX,
      }}
    >
      <Popover>
        <PopoverTrigger
          aria-label={`${items.length} more at ${timeOfDay(items[0]?.start_time ?? 0)}`}
          className="times sticky top-[calc(var(--bar)+2.75rem)] flex h-5 w-full items-center justify-center rounded-md font-medium text-[0.6875rem] text-ink-soft hover:text-ink"
        >
          +{items.length}
        </PopoverTrigger>
        <PopoverContent aria-label="More meetings at this time" className="max-h-80 overflow-y-auto p-1.5">
          <ul>
            {items.map((event) => (
              <li key={event.id}>
                <button
                  type="button"
                  onClick={() => onOpen(event)}
                  className="flex w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-left text-[0.8125rem] hover:bg-sunken"
                >
                  <span className="times text-ink-soft">{timeOfDay(event.start_time)}</span>
                  <span dir="auto" className="min-w-0 flex-1 truncate">
                    {viewOf(event).title}
                  </span>
                  <EventBotState event={event} now={now} />
                </button>
              </li>
            ))}
          </ul>
        </PopoverContent>
      </Popover>
    </li>
  );
}
