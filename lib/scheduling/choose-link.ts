import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { LinkResponse } from '@/lib/contract/events';
import { PLACE_WORDS, PLATFORM_NAMES } from '@/lib/contract/link-words';
import { chooseMeetingLink, findMeetingLinks, findOpaqueLinks, type MeetingLink } from '@/lib/meeting-link';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { chosenKeyOf } from '@/lib/occurrences/expand-event';
import { materializeSeries } from '@/lib/occurrences/materialize-occurrences';
import { resourceOf, titleOf } from '@/lib/occurrences/stored-event';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Event } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, type Target } from './find-target';
import { reconcileBots } from './reconcile-bots';

/**
 * The links an event names, and the one bots join by. For an occurrence these are the links of the text that
 * describes it: its own where Google keeps one for it, else the series'.
 * @throws UsherError not_found
 */
export async function readLink(userId: string, eventId: string, now: Date): Promise<LinkResponse> {
  return db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const target = await findTarget(tx, userId, eventId, now);
    return answer(eventId, await describingRow(tx, target), target.event);
  });
}

/**
 * Makes bots join by another link of an event, and has them follow at once. The choice is a room, not an address: it
 * is kept on the event (a series, a single event, or the exception that an occurrence is), outlives resyncs, rests
 * while the event does not name the room, and counts again when it does.
 * @param meetingUrl an address that leads to one of the event's rooms, in any form; null for the best link again
 * @throws UsherError not_found, validation_failed (naming the links there are)
 */
export async function chooseLink(
  userId: string,
  eventId: string,
  meetingUrl: string | null,
  actor: Actor,
  now: Date,
): Promise<LinkResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const target = await findTarget(tx, userId, eventId, now);
    const before = await describingRow(tx, target);
    const chosen = meetingUrl === null ? null : candidate(resourceOf(before), meetingUrl);
    const row = await tx.event.update({
      where: { id: before.id },
      data: { chosenLinkKey: chosen?.key ?? null },
    });
    const root = row.id === target.event.id ? row : target.event;
    const response = answer(eventId, row, root);
    if (row.chosenLinkKey === before.chosenLinkKey) return { response, reconciled: null };
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'link.chosen',
      cause: 'requested',
      eventId: target.event.id,
      occurrenceId: target.occurrence?.id,
      summary: inWords(target, row, chosen),
      before: { meetingUrl: answer(eventId, before, target.event).meeting_url },
      after: { meetingUrl: response.meeting_url },
    });
    await materializeSeries({ tx, now }, target.event.calendar, [target.event.id], now);
    return {
      response,
      reconciled: await reconcileBots({ tx, now, actor }, userId, { eventIds: [target.event.id] }),
    };
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  return response;
}

/** The row whose resource describes what was asked for. */
async function describingRow(tx: Tx, { event, occurrence }: Target): Promise<Event> {
  if (!occurrence || occurrence.resourceId === event.id) return event;
  return tx.event.findUniqueOrThrow({ where: { id: occurrence.resourceId } });
}

function candidate(resource: GoogleEvent, meetingUrl: string): MeetingLink {
  const key = chooseMeetingLink({ location: meetingUrl })?.key;
  const links = findMeetingLinks(resource);
  const found = links.find((link) => link.key === key);
  if (found) return found;
  const urls = links.map((link) => link.url);
  const message =
    urls.length > 0
      ? `must be one of the links this event names: ${urls.join(' , ')}`
      : 'cannot be chosen: this event names no link a bot can join by. Put the link into the event';
  throw new UsherError('validation_failed', `meeting_url ${message}.`, {
    details: [{ path: 'meeting_url', message }],
    extra: { candidates: urls },
  });
}

function answer(eventId: string, row: Event, root: Event): LinkResponse {
  const resource = resourceOf(row);
  const chosenKey = chosenKeyOf(row, root);
  const chosen = chooseMeetingLink(resource, chosenKey);
  return {
    event_id: eventId,
    meeting_url: chosen?.url ?? null,
    chosen_by: chosen && chosen.key === chosenKey ? 'person' : 'usher',
    choice_rests: chosenKey !== null && chosen?.key !== chosenKey,
    choice_of_series: chosenKey !== null && row.chosenLinkKey === null,
    candidates: [
      ...findMeetingLinks(resource).map((link) => ({
        meeting_url: link.url,
        platform: link.platform,
        found_in: link.foundIn,
        chosen: link.key === chosen?.key,
        joinable: true,
      })),
      ...findOpaqueLinks(resource).map((link) => ({
        meeting_url: link.url,
        platform: link.platform,
        found_in: link.foundIn,
        chosen: false,
        joinable: false,
      })),
    ],
  };
}

function inWords({ event, occurrence }: Target, row: Event, chosen: MeetingLink | null): string {
  const title = occurrence?.title ?? titleOf(row);
  const whole = row.kind === 'master' && event.id === row.id ? 'Series ' : '';
  return chosen
    ? `${whole}“${title}” is joined by its ${PLATFORM_NAMES[chosen.platform]} link in ${PLACE_WORDS[chosen.foundIn]}.`
    : `${whole}“${title}” is joined by its best link again.`;
}
