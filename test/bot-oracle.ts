import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { googleTimeToInstant } from '@/lib/occurrences/domain/recurrence';
import { db } from '@/lib/platform/database/client';
import type { Account } from './account';

/**
 * Compares the stored occurrences with Google's own (the expanded list), one by one: times, id, title and link.
 * @returns one line a difference: `-` only at Google, `+` only here
 * @throws Error when Google has none, because nothing would be compared
 */
export async function differences(account: Account, from: Date, to: Date): Promise<string[]> {
  const zone = (await account.calendar()).timeZone;
  const atGoogle = new Set((await account.atGoogle(from, to)).map((event) => lineOf(event, zone)));
  if (atGoogle.size === 0) throw new Error('Google shows nothing in this window.');
  const stored = new Set(await storedLines(account, from, to));
  return [
    ...[...atGoogle].filter((line) => !stored.has(line)).map((line) => `- ${line}`),
    ...[...stored].filter((line) => !atGoogle.has(line)).map((line) => `+ ${line}`),
  ].sort();
}

function lineOf(event: GoogleEvent, zone: string): string {
  const at = (time: GoogleEvent['start']) => googleTimeToInstant(time, zone)?.toISOString();
  return `${at(event.start)} ${at(event.end)} ${event.id} ${event.summary} ${event.location ?? null}`;
}

/** Returns the stored occurrences as the same lines. */
async function storedLines(account: Account, from: Date, to: Date): Promise<string[]> {
  const rows = await db().occurrence.findMany({
    where: { calendarId: account.calendarId, isDeleted: false, startTime: { lt: to }, endTime: { gt: from } },
    include: { event: { select: { googleEventId: true } } },
  });
  return rows.map((row) => {
    const key = row.id.slice(row.eventId.length);
    const id = `${row.event.googleEventId}${row.isAllDay ? key.slice(0, 9) : key}`;
    return `${row.startTime.toISOString()} ${row.endTime.toISOString()} ${id} ${row.title} ${row.meetingUrl}`;
  });
}
