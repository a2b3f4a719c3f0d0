'use client';

import { useNow } from '@/components/time/clock';
import { useDisplay } from '@/components/time/display-provider';
import { deviceRegion } from '@/components/time/region';
import type { Settings } from '@/lib/contract/settings';
import { Line, SELECT } from './parts';
import { useUpdateSettings } from './requests/settings';

/** Whether times have 12 or 24 hours, and on which day weeks begin. */
export function Formats() {
  const { time_format, week_start } = useDisplay();
  const update = useUpdateSettings();
  // Only the browser knows its region.
  const region = useNow('minute') === null ? null : deviceRegion();
  const chosen = <T extends string>(value: string) => (value === '' ? null : (value as T));
  return (
    <>
      <Line label="Time format" text="Dates follow the region of your browser.">
        <select
          aria-label="Time format"
          value={time_format ?? ''}
          onChange={({ target }) =>
            update.mutate({ time_format: chosen<NonNullable<Settings['time_format']>>(target.value) })
          }
          className={SELECT}
        >
          <option value="">{automatic(region && (region.is12Hour ? '1:00 PM' : '13:00'))}</option>
          <option value="12h">1:00 PM</option>
          <option value="24h">13:00</option>
        </select>
      </Line>
      <Line label="Week starts on" text="In the week view and when you choose a date.">
        <select
          aria-label="Week starts on"
          value={week_start ?? ''}
          onChange={({ target }) =>
            update.mutate({ week_start: chosen<NonNullable<Settings['week_start']>>(target.value) })
          }
          className={SELECT}
        >
          <option value="">{automatic(region && WEEKDAYS[region.firstDay])}</option>
          <option value="monday">Monday</option>
          <option value="saturday">Saturday</option>
          <option value="sunday">Sunday</option>
        </select>
      </Line>
    </>
  );
}

function automatic(value: string | null | undefined): string {
  return value ? `Automatic (${value})` : 'Automatic';
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
