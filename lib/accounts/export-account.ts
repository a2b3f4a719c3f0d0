import { readAllActivity } from '@/lib/activity/list-activity';
import { db } from '@/lib/platform/database/client';

/** Rows that are read at a time: little of an account is in memory. */
const BATCH = 500;

/** Reads a page of rows in the order of their ids, after the row with this id. */
type Read<R> = (page: { take: number; orderBy: { id: 'asc' } }, after: string | undefined) => Promise<R[]>;

/** A part of an export: one value, or rows of any number. */
type ExportPart = { name: string; value: unknown } | { name: string; rows: AsyncIterable<object[]> };

/**
 * Returns everything that is stored of a person, as it is stored, part by part. Left out are secrets (credentials, hashes of keys,
 * addresses for reports) and what only says how far Usher's own work has come.
 */
export async function exportAccount(userId: string, now: Date): Promise<ExportPart[]> {
  const person = await db().user.findUniqueOrThrow({
    where: { id: userId },
    omit: { feedId: true, claimedBySub: true, claimedAt: true, scannedUntil: true },
  });
  const after = (id: string | undefined) => ({ userId, ...(id === undefined ? {} : { id: { gt: id } }) });
  return [
    { name: 'exported_at', value: now.toISOString() },
    { name: 'person', value: person },
    {
      name: 'sessions',
      rows: batches((page, id) => db().session.findMany({ ...page, where: after(id) })),
    },
    {
      name: 'api_keys',
      rows: batches((page, id) => db().apiKey.findMany({ ...page, where: after(id), omit: { hash: true } })),
    },
    {
      name: 'connections',
      rows: batches((page, id) =>
        db().calendarConnection.findMany({
          ...page,
          where: after(id),
          omit: { clientSecret: true, refreshToken: true, accessToken: true, accessTokenExpiresAt: true },
        }),
      ),
    },
    {
      name: 'calendars',
      rows: batches((page, id) =>
        db().calendar.findMany({
          ...page,
          where: after(id),
          omit: { syncToken: true, syncLease: true, syncLeaseUntil: true, changeSeq: true, syncedSeq: true },
        }),
      ),
    },
    {
      name: 'events',
      rows: batches((page, id) =>
        db().event.findMany({ ...page, where: after(id), omit: { searchText: true } }),
      ),
    },
    {
      name: 'occurrences',
      rows: batches((page, id) => db().occurrence.findMany({ ...page, where: after(id) })),
    },
    {
      name: 'bots',
      rows: batches((page, id) =>
        db().scheduledBot.findMany({
          ...page,
          where: after(id),
          omit: { requestBody: true, requestKey: true, leaseUntil: true, armedVersion: true },
        }),
      ),
    },
    { name: 'activity', rows: readAllActivity(userId, {}) },
  ];
}

async function* batches<R extends { id: string }>(read: Read<R>): AsyncGenerator<R[]> {
  for (let after: string | undefined; ; ) {
    const rows = await read({ take: BATCH, orderBy: { id: 'asc' } }, after);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}
