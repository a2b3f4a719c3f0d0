import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { type Figure, median, percentile } from './bench';
import type { Stage } from './stage';

const CHANGES = Number(process.env.BENCH_CHANGES ?? 60);
const GOAL_MS = 60;

export type BenchCalendar = { email: string; id: string; connection: CalendarConnection };

/** Waits until a calendar is synced up to its last notification. */
export async function settled(calendarId: string): Promise<void> {
  for (;;) {
    const { changeSeq, syncedSeq, syncLease } = await db().calendar.findUniqueOrThrow({
      where: { id: calendarId },
    });
    if (changeSeq <= syncedSeq && !syncLease) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Measures the renaming of events, one after the other. */
export async function oneChange(
  stage: Stage,
  calendar: BenchCalendar,
  arrivals: number[],
  size: string,
): Promise<Figure> {
  const { rows } = await stage.sql.query(
    'SELECT "googleEventId" FROM "Event" WHERE "calendarId" = $1 ORDER BY "kind" = $2, "id" LIMIT $3',
    [calendar.id, 'master', CHANGES],
  );
  const path = `/calendars/${calendar.email}/events`;
  return pushToCommit(stage, calendar, arrivals, {
    what: `One changed event of ${size}`,
    times: rows.length,
    edit: (summary, index) => stage.control('PATCH', `${path}/${rows[index].googleEventId}`, { summary }),
  });
}

/** Measures the adding of series, one after the other. */
export async function oneNewSeries(
  stage: Stage,
  calendar: BenchCalendar,
  arrivals: number[],
  size: string,
): Promise<Figure> {
  const day = (hour: number) => ({
    dateTime: new Date(Date.now() + (48 + hour) * 3_600_000),
    timeZone: 'UTC',
  });
  const path = `/calendars/${calendar.email}/events`;
  return pushToCommit(stage, calendar, arrivals, {
    what: `A new series in a calendar of ${size}`,
    times: CHANGES,
    edit: (summary) =>
      stage.control('POST', path, { summary, start: day(0), end: day(1), recurrence: ['RRULE:FREQ=WEEKLY'] }),
  });
}

/** Schedules a bot in a series, so that each new series is compared with it: one may be the later part of a split. */
export async function scheduleFor(stage: Stage, calendar: BenchCalendar): Promise<void> {
  const { scheduleBot } = await import('@/lib/scheduling/schedule-bot');
  const { toUser } = await import('@/lib/accounts/users');
  const user = toUser(await db().user.findUniqueOrThrow({ where: { id: calendar.connection.userId } }));
  const { rows } = await stage.sql.query(
    'SELECT o."id" FROM "Occurrence" o JOIN "Event" e ON e."id" = o."eventId" WHERE o."calendarId" = $1 AND e."kind" = $2 AND o."startTime" > now() ORDER BY o."startTime" DESC LIMIT 1',
    [calendar.id, 'master'],
  );
  const body = { schedule_all_occurrences: false, occurrence_limit: 52, recurring_event: false };
  await scheduleBot(user, rows[0].id, body, { actor: 'api', now: new Date() });
}

/** What is changed at Google, how often, and how: `edit` gives the changed event this title. */
type Edits = {
  what: string;
  times: number;
  edit: (title: string, index: number) => Promise<unknown>;
};

/** Measures the time from the arrival of a push to the commit of the change it announced. */
async function pushToCommit(
  stage: Stage,
  calendar: BenchCalendar,
  arrivals: number[],
  { what, times, edit }: Edits,
): Promise<Figure> {
  await settled(calendar.id);
  await stage.sql.query('LISTEN usher_changed');
  const taken: number[] = [];
  for (let index = 0; index < times; index++) {
    const title = `Changed ${index} ${Date.now()}`;
    arrivals.length = 0;
    const committed = new Promise<number>((resolve) => {
      let looking: Promise<unknown> = Promise.resolve();
      const look = () => {
        const at = performance.now();
        looking = looking.then(() => lookAgain(at));
      };
      const lookAgain = async (at: number) => {
        const found = await stage.sql.query(
          'SELECT 1 FROM "Occurrence" WHERE "calendarId" = $1 AND "title" = $2',
          [calendar.id, title],
        );
        if (found.rowCount === 0) return;
        stage.sql.off('notification', look);
        resolve(at);
      };
      stage.sql.on('notification', look);
    });
    await edit(title, index);
    const at = await committed;
    // The first ten warm the process up.
    if (index >= 10) taken.push(at - (arrivals[0] ?? at));
    await settled(calendar.id);
  }
  await stage.sql.query('UNLISTEN usher_changed');
  const value = median(taken);
  return {
    what: `${what}, from push to commit`,
    value: `${value.toFixed(1)} ms (95 %: ${percentile(taken, 0.95).toFixed(1)} ms)`,
    goal: `≤ ${GOAL_MS} ms`,
    met: value <= GOAL_MS,
  };
}
