import { longDate, timeRange } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';

/** When an event is by the clocks of its own zone, with the day where it is another one; null where it shows as it does here. */
export function whenInItsZone({ start_time, end_time, time_zone }: CalendarEvent): string | null {
  const day = longDate(start_time, time_zone);
  const range = timeRange(start_time, end_time, time_zone);
  const isSameDay = day === longDate(start_time);
  if (isSameDay && range === timeRange(start_time, end_time)) return null;
  return `${isSameDay ? '' : `${day}, `}${range} in ${nameOf(time_zone)}`;
}

/** How an event repeats. Days of the week are those of its own zone, which is named where they are others here. */
export function repeatsInWords(event: CalendarEvent): string | null {
  const { recurrence_text: text, start_time, time_zone, is_all_day } = event;
  const isElsewhere = !is_all_day && longDate(start_time, time_zone) !== longDate(start_time);
  return text && isElsewhere ? `${text} (in ${nameOf(time_zone)})` : text;
}

function nameOf(zone: string): string {
  return zone.replaceAll('_', ' ');
}
