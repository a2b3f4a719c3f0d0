import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { UpdateCalendarBody, UpdateCalendarResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import type { Tx } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { calendarRow, LATEST_CHANNELS } from './calendar-row';
import { transact } from './dry-run';
import { disableSync, enableSync, enqueueSyncFollowUps, type SyncChange } from './enable-sync';
import { findCalendar } from './find-calendar';

/**
 * Switches the following of one calendar on or off. Off cancels its booked bots and calls those under way back; on
 * brings them back, with every wish, and books what is due. A dry run does the same and takes it back, so that what it
 * says is what would happen.
 * @param id see `findCalendar`
 * @throws UsherError not_found, ambiguous_calendar, calendar_not_readable
 */
export async function setCalendarSync(
  userId: string,
  id: string,
  body: UpdateCalendarBody,
  actor: Actor,
  now: Date,
): Promise<UpdateCalendarResponse> {
  const { change, answer } = await transact(body.dry_run, (tx) =>
    switchSync(tx, userId, id, body, actor, now),
  );
  if (change && !body.dry_run) {
    const calendar = answer.calendar.usher_id;
    logger.info({ calendar }, body.sync_enabled ? 'Calendar switched on' : 'Calendar switched off');
    await enqueueSyncFollowUps(userId, change, now);
  }
  return answer;
}

async function switchSync(
  tx: Tx,
  userId: string,
  id: string,
  { sync_enabled: on, dry_run }: UpdateCalendarBody,
  actor: Actor,
  now: Date,
): Promise<{ change: SyncChange | null; answer: UpdateCalendarResponse }> {
  await lockUser(tx, userId);
  const calendar = await findCalendar(tx, userId, id);
  if (on && !canBeRead(calendar.accessRole)) {
    throw new UsherError(
      'calendar_not_readable',
      `Google shows Usher only when “${calendar.summary}” is busy, not its meetings. Ask its owner to share all event details.`,
    );
  }
  const isNew = calendar.syncEnabled !== on;
  const how = { cause: actor, now };
  const change = !isNew
    ? null
    : on
      ? await enableSync(tx, userId, [calendar.id], how)
      : await disableSync(tx, userId, [calendar.id], { ...how, resumes: false });
  // Off is off, also for one that would have come back by itself.
  if (!on) await tx.calendar.update({ where: { id: calendar.id }, data: { resumesSync: false } });
  if (isNew) {
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: on ? 'calendar.switched_on' : 'calendar.switched_off',
      cause: 'requested',
      calendarId: calendar.id,
      summary: `The calendar “${calendar.summary}” switched ${on ? 'on' : 'off'}.`,
      before: { sync_enabled: !on },
      after: { sync_enabled: on },
    });
  }
  const row = await tx.calendar.findUniqueOrThrow({
    where: { id: calendar.id },
    include: { channels: LATEST_CHANNELS },
  });
  const { cancelled = 0, created = 0, recalled = [] } = change?.reconciled ?? {};
  const counts = { bots_cancelled: cancelled, bots_recalled: recalled.length, bots_scheduled: created };
  const words = inWords(
    `“${calendar.summary}” ${dry_run && isNew ? 'would be' : 'is'} ${on ? 'on' : 'off'}`,
    isNew,
    counts,
    on && calendar.connection.status === 'revoked',
  );
  return {
    change,
    answer: {
      message: words,
      dry_run,
      calendar: calendarRow(row, now),
      ...counts,
    },
  };
}

type Counts = { bots_cancelled: number; bots_recalled: number; bots_scheduled: number };

function inWords(what: string, isNew: boolean, counts: Counts, waits: boolean): string {
  const { bots_cancelled, bots_recalled, bots_scheduled } = counts;
  if (!isNew) return `${what} already.`;
  const parts = [
    bots_cancelled > 0 && `${bots(bots_cancelled)} cancelled`,
    bots_recalled > 0 && `${bots(bots_recalled)} called back`,
    bots_scheduled > 0 && `${bots(bots_scheduled)} scheduled`,
  ].filter(Boolean);
  const all = `${what}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
  return waits ? `${all} It is followed once its account is reconnected.` : all;
}

function bots(count: number): string {
  return count === 1 ? '1 bot' : `${count} bots`;
}
