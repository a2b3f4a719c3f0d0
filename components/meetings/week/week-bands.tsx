import { timeSpan } from '@/components/time/format';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { cn } from '@/components/ui/cn';
import type { CalendarEvent } from '@/lib/contract/events';
import { viewOf } from '../event-view';
import type { Band } from './week-model';

type WeekBandsProps = {
  bands: Band[];
  colors: ReadonlyMap<string, string>;
  /** The columns of the grid below. */
  columns: string;
  onOpen: (event: CalendarEvent) => void;
};

/** Events that last for days, above the hours. */
export function WeekBands({ bands, colors, columns, onOpen }: WeekBandsProps) {
  return (
    <div className="relative">
      <span
        aria-hidden="true"
        className="absolute top-2 left-0 w-11 pr-2 text-right text-[0.625rem] text-ink-faint"
      >
        All day
      </span>
      <ul
        aria-label="All day"
        className={cn(
          'grid max-h-28 auto-rows-[1.5rem] grid-flow-row-dense gap-y-0.5 overflow-y-auto border-line border-b py-1',
          columns,
        )}
      >
        {bands.map((band) => (
          <Boundary
            key={band.event.id}
            of={band.event}
            fallback={
              <li className="col-span-full px-1.5 text-ink-soft text-xs">
                <BrokenNote title={band.event.title} />
              </li>
            }
          >
            <WeekBand band={band} color={colors.get(band.event.calendar_id)} onOpen={onOpen} />
          </Boundary>
        ))}
      </ul>
    </div>
  );
}

type WeekBandProps = Pick<WeekBandsProps, 'onOpen'> & { band: Band; color: string | undefined };

function WeekBand({ band: { event, from, to }, color, onOpen }: WeekBandProps) {
  const view = viewOf(event);
  const times = event.is_all_day ? null : timeSpan(event.start_time, event.end_time);
  return (
    <li data-event-id={event.id} className="min-w-0 px-0.5" style={{ gridColumn: `${from + 2} / ${to + 3}` }}>
      <button
        type="button"
        data-row-button
        dir="auto"
        onClick={() => onOpen(event)}
        className="flex size-full items-center gap-1.5 rounded-md border border-line bg-surface px-1.5 text-ink-soft text-xs transition-colors hover:border-line-strong hover:text-ink focus-visible:-outline-offset-1"
      >
        <span
          aria-hidden="true"
          className="size-1.5 shrink-0 rounded-full"
          style={{ backgroundColor: color ?? 'var(--line-strong)' }}
        />
        <span
          className={cn('truncate', (view.isCancelled || view.myAnswer === 'declined') && 'line-through')}
        >
          {view.title}
        </span>
        {times ? <span className="times min-w-0 truncate text-ink-faint">{times}</span> : null}
      </button>
    </li>
  );
}
