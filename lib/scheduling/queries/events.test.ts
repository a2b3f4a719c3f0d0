import { eventsQuery } from '@/lib/contract/events';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './events';

const { userId, calendarId, exceptionId } = SAMPLE;
const window = { timeMin: after(0), timeMax: after(24) };
const versions: queries.ResourceVersion[] = [];

describeQueries('The queries of events', queries, {
  eventPage: {
    // Then the page has a reason why there is no sync, and shows the resource of the series.
    async given(tx) {
      await tx.calendar.update({ where: { id: calendarId }, data: { syncEnabled: false } });
      await tx.event.update({ where: { id: exceptionId }, data: { isDeleted: true } });
    },
    args: [
      userId,
      {
        accounts: [SAMPLE.connectionId],
        mostBots: 20,
        ...eventsQuery.parse({
          updated_min: after(-48).toISOString(),
          provider: 'google_calendar',
          calendar_id: 'ada@northwind.example',
          has_link: 'true',
          q: 'stand NORTHWIND',
          organizer: 'Ada@northwind.example',
          recurring: 'true',
        }),
      },
      window,
      { time: after(24), id: '', direction: 'previous' },
    ],
  },
  countRows: {
    args: [
      userId,
      { accounts: null, mostBots: 20, ...eventsQuery.parse({ q: 'stand', expand: 'false' }) },
      window,
      201,
    ],
  },
  resourcesOfVersions: {
    async given(tx) {
      const page = await queries.eventPage(
        tx,
        userId,
        { ...eventsQuery.parse({}), mostBots: 20 },
        window,
        null,
      );
      versions.push(...page.map(({ row }) => ({ id: row.eventId, version: row.eventVersion })));
    },
    args: [versions],
  },
});
