import { ActivityEntry } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import { command, pick, type Row, recordset, select, sql } from '@/lib/platform/sql';

const entry = {
  ...pick(ActivityEntry, 'userId', 'at', 'actor', 'action', 'summary', 'cause', 'eventId', 'occurrenceId'),
  ...pick(ActivityEntry, 'botId', 'calendarId', 'before', 'after', 'delayMs'),
};

/** Stores entries in their order, which their ids have as well. */
export const insertEntries = command((entries: Row<typeof entry>[]) =>
  prepared(sql`
    INSERT INTO "ActivityEntry" ("userId", "at", "actor", "action", "summary", "cause", "eventId", "occurrenceId", "botId",
                                 "calendarId", "before", "after", "delayMs")
    SELECT ${select('r', entry)} FROM ${recordset('r', entry, entries)}`),
);
