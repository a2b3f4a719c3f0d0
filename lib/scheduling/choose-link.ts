import { type Author, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import { PLACE_WORDS, PLATFORM_NAMES } from '@/lib/contract/link-words';
import type { LinkResponse } from '@/lib/contract/meeting-links';
import { cannotJoin } from '@/lib/dispatch/domain/joinable-links';
import {
  choicePasted,
  chooseMeetingLink,
  findMeetingLinks,
  findOpaqueLinks,
  linkKeyOf,
  type MeetingLink,
  type PlatformOrder,
} from '@/lib/meeting-link';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { chosenKeyOf } from '@/lib/occurrences/expand-event';
import { materializeSeries, platformOrderOf } from '@/lib/occurrences/materialize-occurrences';
import { resourceOf, titleOf } from '@/lib/occurrences/stored-event';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Event } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, type Target } from './find-target';
import { reconcileBots } from './reconcile-bots';
import { senderOfCalendar } from './refuse-unsendable';

/**
 * Returns the links that an event names, and the one that bots join by. For an occurrence these are the links of its own
 * resource where Google has one for it, else those of the series.
 * @throws UsherError not_found
 */
export async function readLink(userId: string, eventId: string, now: Date): Promise<LinkResponse> {
  return db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const target = await findTarget({ tx, now }, userId, eventId);
    return toResponse(
      eventId,
      await describingRow(tx, target),
      target.event,
      await waysOf(tx, userId, target.event),
    );
  });
}

/**
 * Makes bots join by another link of an event, relinks its bots at once, and returns the links. The choice is stored as a
 * link key, on the event whose resource names the link: a series, a single event, or the exception of an occurrence. It
 * outlives resyncs. While the event does not name that link, bots join by the best one; when it names it again, the
 * choice counts again.
 * @param meetingUrl one of the event's links, in any form, or another meeting link, which holds until the links of the event
 *   change; null returns to the best link
 * @throws UsherError not_found, validation_failed (when it is no meeting link)
 */
export async function chooseLink(
  userId: string,
  eventId: string,
  meetingUrl: string | null,
  { actor, now }: Author,
): Promise<LinkResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, userId);
    const target = await findTarget(change, userId, eventId);
    const before = await describingRow(tx, target);
    const choice = meetingUrl === null ? null : choiceOf(resourceOf(before), meetingUrl);
    const row = await tx.event.update({
      where: { id: before.id },
      data: { chosenLinkKey: choice },
    });
    const root = row.id === target.event.id ? row : target.event;
    const ways = await waysOf(tx, userId, target.event);
    const response = toResponse(eventId, row, root, ways);
    if (row.chosenLinkKey === before.chosenLinkKey) return { response, reconciled: null };
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'link.chosen',
      cause: 'requested',
      eventId: target.event.id,
      occurrenceId: target.occurrence?.id,
      summary: summaryOf(target, row, choice === null ? null : chooseMeetingLink(resourceOf(row), choice)),
      before: { meetingUrl: toResponse(eventId, before, target.event, ways).meeting_url },
      after: { meetingUrl: response.meeting_url },
    });
    await materializeSeries({ tx, now }, target.event.calendar, [target.event.id], now);
    const reconciled = await reconcileBots(change, userId, { eventIds: [target.event.id] });
    return { response, reconciled };
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  return response;
}

/** Returns the event whose resource describes the target: the exception of an occurrence, or the event itself. */
async function describingRow(tx: Tx, { event, occurrence }: Target): Promise<Event> {
  if (!occurrence || occurrence.resourceId === event.id) return event;
  return tx.event.findUniqueOrThrow({ where: { id: occurrence.resourceId } });
}

/**
 * Returns what to store for an address: the link key of one of the event's links, or the pasted link.
 * @throws UsherError validation_failed (when it is no meeting link)
 */
function choiceOf(resource: GoogleEvent, meetingUrl: string): string {
  const links = findMeetingLinks(resource);
  const pasted = choicePasted(resource, meetingUrl);
  const key = pasted && linkKeyOf(pasted);
  if (pasted && key) return links.some((link) => link.key === key) ? key : pasted;
  const message = `must be a link to a meeting on ${Object.values(PLATFORM_NAMES).join(', ')}`;
  throw new UsherError('validation_failed', `meeting_url ${message}.`, {
    details: [{ path: 'meeting_url', message }],
  });
}

/** Who sends the bots of an event's calendar, and the order in which its person prefers platforms. */
type Ways = { provider: string; preferred: PlatformOrder };

async function waysOf(tx: Tx, userId: string, { calendarId }: Event): Promise<Ways> {
  return {
    provider: await senderOfCalendar(tx, calendarId),
    preferred: await platformOrderOf(tx, userId),
  };
}

function toResponse(eventId: string, row: Event, root: Event, { provider, preferred }: Ways): LinkResponse {
  const resource = resourceOf(row);
  const chosenKey = chosenKeyOf(row, root);
  const chosen = chooseMeetingLink(resource, chosenKey, preferred);
  const counts = chosenKey !== null && chosen?.key === linkKeyOf(chosenKey);
  const own = findMeetingLinks(resource, preferred);
  const links = chosen?.foundIn === 'person' ? [chosen, ...own] : own;
  return {
    event_id: eventId,
    meeting_url: chosen?.url ?? null,
    chosen_by: counts ? 'person' : 'usher',
    choice_rests: chosenKey !== null && !counts,
    choice_is_set: chosenKey !== null && linkKeyOf(chosenKey) !== chosenKey,
    choice_of_series: chosenKey !== null && row.chosenLinkKey === null,
    candidates: [
      ...links.map((link) => ({
        meeting_url: link.url,
        platform: link.platform,
        found_in: link.foundIn,
        chosen: link.key === chosen?.key,
        ...ways(cannotJoin(provider, link.url)),
      })),
      ...findOpaqueLinks(resource).map((link) => ({
        meeting_url: link.url,
        platform: link.platform,
        found_in: link.foundIn,
        chosen: false,
        ...ways('A mail filter hides the real address, so bots can’t join by it.'),
      })),
    ],
  };
}

const ways = (problem: string | null) => ({ joinable: problem === null, problem });

function summaryOf({ event, occurrence }: Target, row: Event, chosen: MeetingLink | null): string {
  const title = occurrence?.title ?? titleOf(row);
  const whole = row.kind === 'master' && event.id === row.id ? 'Series ' : '';
  if (chosen?.foundIn === 'person')
    return `${whole}“${title}” is joined by the ${PLATFORM_NAMES[chosen.platform]} link that was set for it.`;
  return chosen
    ? `${whole}“${title}” is joined by its ${PLATFORM_NAMES[chosen.platform]} link in ${PLACE_WORDS[chosen.foundIn]}.`
    : `${whole}“${title}” is joined by its best link again.`;
}
