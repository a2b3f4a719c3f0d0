import type { ReactNode } from 'react';
import { StateIcon, stateColors } from '@/components/bots/bot-state-pill';
import { cn } from '@/components/ui/cn';
import { NO_BOT, STRUCK, WILL_BE_SCHEDULED } from './week-block';

/** What the colors, frames and stripes of the blocks mean. */
export function WeekLegend() {
  return (
    <ul
      aria-label="Legend"
      className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-ink-soft text-xs print:hidden"
    >
      <Sign className={WILL_BE_SCHEDULED}>Will be scheduled</Sign>
      <Sign className={stateColors('Scheduled')} icon={<StateIcon status="Scheduled" />}>
        Scheduled
      </Sign>
      <Sign className={stateColors('InMeeting')} icon={<StateIcon status="InMeeting" />}>
        In the meeting
      </Sign>
      <Sign className={stateColors('Recording')} icon={<StateIcon status="Recording" />}>
        Recording
      </Sign>
      <Sign className={stateColors('Done')} icon={<StateIcon status="Done" />}>
        Done
      </Sign>
      <Sign className={stateColors('Error')} icon={<StateIcon status="Error" />}>
        Did not get in
      </Sign>
      <Sign className={NO_BOT}>No bot</Sign>
      <Sign className={STRUCK}>Declined or canceled</Sign>
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="h-4 w-[3px] bg-ink-faint" />
        Color of the calendar
      </li>
    </ul>
  );
}

function Sign({ className, icon, children }: { className: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <span
        aria-hidden="true"
        className={cn(
          'grid h-4 w-5 place-items-center rounded border border-transparent [&_svg]:size-2.5',
          className,
        )}
      >
        {icon}
      </span>
      {children}
    </li>
  );
}
