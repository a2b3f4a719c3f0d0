'use client';

import { useHealth } from '@/components/calendars/requests/get-health';
import { AnyOf } from './choices';

type CalendarChoiceProps = { label: string; values: readonly string[]; onChange: (next: string[]) => void };

/** Some of the calendars that are followed, by name; one that is not there any more keeps its place until it is unset. */
export function CalendarChoice({ label, values, onChange }: CalendarChoiceProps) {
  const { data: health } = useHealth();
  if (!health) return <p className="text-ink-faint">…</p>;
  const calendars = health.connections.flatMap((connection) => connection.calendars);
  const choices = new Map(
    calendars
      .filter((calendar) => calendar.sync_enabled || values.includes(calendar.id))
      .map(({ id, summary }) => [id, { value: id, label: summary }]),
  );
  if (choices.size === 0 && values.length === 0) {
    return <p className="text-[0.8125rem] text-ink-faint">No calendar is followed.</p>;
  }
  return <AnyOf label={label} choices={[...choices.values()]} values={values} onChange={onChange} />;
}
