import type { CalendarHealthResponse } from '@/lib/contract/health';

/** How far the first sync of a person's calendars has come. */
export type FirstSync = {
  /** A calendar is still being read for the first time. */
  isReading: boolean;
  /** Calendars that have been read, of all that are synced. */
  calendarsRead: number;
  calendars: number;
  /** Events that have been read so far, of all these calendars. */
  eventsRead: number;
};

/** Returns how far the first sync has come. A calendar whose sync has failed is not being read. */
export function firstSyncOf({ connections }: Pick<CalendarHealthResponse, 'connections'>): FirstSync {
  const calendars = connections.flatMap((connection) =>
    connection.calendars.filter((calendar) => calendar.sync_enabled),
  );
  return {
    isReading: calendars.some(
      (calendar) =>
        calendar.sync_pending && calendar.last_synced_at === null && calendar.last_sync_error === null,
    ),
    calendarsRead: calendars.filter((calendar) => calendar.last_synced_at !== null).length,
    calendars: calendars.length,
    eventsRead: calendars.reduce((sum, calendar) => sum + calendar.events_read, 0),
  };
}

/** Returns the progress in words, such as `Reading your calendars… 1,240 events so far.` */
export function readingInWords({ eventsRead, calendarsRead, calendars }: FirstSync): string {
  const events =
    eventsRead > 0 ? ` ${eventsRead.toLocaleString()} ${eventsRead === 1 ? 'event' : 'events'} so far` : '';
  const which = calendars > 1 ? `${events && ','} ${calendarsRead} of ${calendars} calendars done` : '';
  return `Reading your calendars…${events}${which}${events || which ? '.' : ''}`;
}
