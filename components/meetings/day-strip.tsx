import { bookedOrActiveBot, latestBot } from '@/components/bots/bot-state';
import { hourOfDay, startOfDay } from '@/components/time/format';
import { localTimeOf } from '@/components/time/local-time';
import { cn } from '@/components/ui/cn';
import type { CalendarEvent } from '@/lib/contract/events';

const HOUR_MS = 3_600_000;

type DayStripProps = { meetings: CalendarEvent[]; now: number; highlighted: string };

/** Today as a line: each meeting a block, lit when it has a bot, and a needle for now. */
export function DayStrip({ meetings, now, highlighted }: DayStripProps) {
  const midnight = localTimeOf(startOfDay(now).getTime());
  // In local time, as the hours beneath: not every day has 24 hours.
  const hourAt = (instant: number) => (localTimeOf(instant) - midnight) / HOUR_MS;
  const hourOf = (instant: string) => hourAt(Date.parse(instant));
  const first = Math.floor(Math.min(8, ...meetings.map((event) => hourOf(event.start_time))));
  const last = Math.ceil(Math.min(24, Math.max(18, ...meetings.map((event) => hourOf(event.end_time)))));
  const percent = (hour: number) => ((Math.min(last, Math.max(first, hour)) - first) / (last - first)) * 100;
  const withBot = meetings.filter(hasBot).length;
  const nowHour = hourAt(now);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
    (hour) => hour % 3 === 0,
  );
  return (
    <div className="border-white/10 border-t bg-black/15 px-5 pt-3 pb-2 sm:px-6">
      <p className="sr-only">
        {withBot} of {meetings.length} meetings today have a bot.
      </p>
      <div aria-hidden="true">
        <div className="relative h-3">
          {meetings.map((event) => (
            <span
              key={event.id}
              className={cn(
                'absolute inset-y-0 min-w-1 rounded-[3px] border border-stage-2',
                hasBot(event) ? 'bg-brass' : 'bg-white/25',
                Date.parse(event.end_time) <= now && 'opacity-45',
                event.id === highlighted && 'ring-1 ring-on-stage',
              )}
              style={{
                left: `${percent(hourOf(event.start_time))}%`,
                width: `${percent(hourOf(event.end_time)) - percent(hourOf(event.start_time))}%`,
              }}
            />
          ))}
          {nowHour >= first && nowHour <= last ? (
            <span
              className="absolute -inset-y-1 w-0.5 -translate-x-px rounded-full bg-on-stage"
              style={{ left: `${percent(nowHour)}%` }}
            />
          ) : null}
        </div>
        <div className="times relative mt-1.5 flex h-4 text-[0.6875rem] text-on-stage-soft">
          {ticks.map((hour) => (
            <span
              key={hour}
              className={cn(
                'absolute whitespace-nowrap',
                hour > first && (hour === last ? '-translate-x-full' : '-translate-x-1/2'),
              )}
              style={{ left: `${percent(hour)}%` }}
            >
              {hourOfDay(hour)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

function hasBot(event: CalendarEvent): boolean {
  const status = latestBot(event)?.status;
  return bookedOrActiveBot(event) !== null || event.decision.will_join || status === 'Done';
}
