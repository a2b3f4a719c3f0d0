'use client';

import { useMemo } from 'react';
import { useNow } from '@/components/time/clock';
import { useDisplay } from '@/components/time/display-provider';
import { deviceZone } from '@/components/time/zone';
import { Line, SELECT } from './parts';
import { useUpdateSettings } from './requests/settings';
import { labelOf, zoneChoices } from './zone-choices';

/** The zone in which the dashboard shows times. */
export function TimeZone() {
  const now = useNow('minute');
  const { time_zone: chosen } = useDisplay();
  const update = useUpdateSettings();
  return (
    <Line label="Time zone" text="Usher shows all times in this zone.">
      <select
        aria-label="Time zone"
        value={chosen ?? ''}
        onChange={({ target }) => update.mutate({ time_zone: target.value || null })}
        className={SELECT}
      >
        {now === null ? (
          // Only the browser knows its zone.
          <option value={chosen ?? ''}>{chosen ?? 'Automatic'}</option>
        ) : (
          <>
            <option value="">Automatic ({labelOf(deviceZone(), now)})</option>
            <Zones chosen={chosen} hour={Math.floor(now / HOUR_MS) * HOUR_MS} />
          </>
        )}
      </select>
    </Line>
  );
}

const HOUR_MS = 3_600_000;

/** The options: there are hundreds, and their offsets change on the hour at most. */
function Zones({ chosen, hour }: { chosen: string | null; hour: number }) {
  const regions = useMemo(() => zoneChoices(chosen, hour), [chosen, hour]);
  return regions.map(({ region, zones }) => (
    <optgroup key={region} label={region}>
      {zones.map(({ zone, label }) => (
        <option key={zone} value={zone}>
          {label}
        </option>
      ))}
    </optgroup>
  ));
}
