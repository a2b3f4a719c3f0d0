import { LATE_MS } from './coverage';
import type { Life } from './life';
import type { Performers } from './performers';
import { clock, everywhere, pick, pickAtGoogle, whereIs } from './pick';
import { HOME_ZONE, HOUR, MINUTE } from './stage';
import { calendarsOf, keyOf, type Meeting } from './truth';

/** With more events than this, long runs get slow. */
const MOST_EVENTS = 14;

/** Returns a time as Google takes it. */
export const at = (ms: number, timeZone = HOME_ZONE) => ({ dateTime: new Date(ms).toISOString(), timeZone });
const newLink = (life: Life) => `https://us02web.zoom.us/j/8${String(life.links++).padStart(10, '0')}`;
export const named = (meeting: Meeting, isWhole: boolean) =>
  `${isWhole ? 'all of ' : ''}“${meeting.title}” of ${clock(meeting.start)}`;

/** Returns the link of another meeting, of one at that time if there is one, or a new link. */
function linkFor(
  life: Life,
  step: { event?: number; sharesLink: boolean },
  { start, end, key }: { start: number; end: number; key?: string },
): string {
  const others = life.meetings().filter((other) => other.link && other.key !== key);
  const sameTime = others.filter((other) => other.start < end && other.end > start);
  const links = (sameTime.length > 0 ? sameTime : others).flatMap(({ link }) => link ?? []);
  return (step.sharesLink && pick([...new Set(links)].sort(), step.event ?? 0)) || newLink(life);
}

/** Makes a change at Google, and counts it if it comes close to the join of a bot. */
export async function edit(life: Life, meeting: Meeting, words: string, make: () => Promise<unknown>) {
  const { joinOffset } = life.overrides.ofMeeting(meeting.key);
  const isLate = Math.abs(meeting.start + joinOffset - life.nowMs) <= LATE_MS;
  const isWanted = life.overrides.verdict(meeting) === 'must';
  await make();
  if (isLate && isWanted) life.stage.coverage.lateEdits++;
  life.stage.tell(`Google: ${words}`);
  life.calm.changed(life.nowMs);
}

/** Makes a change at all copies of a meeting: Google tells all calendars of it. */
export async function onAll(
  life: Life,
  meeting: Meeting,
  make: (path: string) => Promise<unknown>,
): Promise<void> {
  for (const path of everywhere(life, meeting)) await make(path);
}

function isElsewhere(life: Life, calendarId: string, eventId: string): boolean {
  return calendarsOf(life.stage.sandbox.world, life.email).some(
    ({ id, events }) => id !== calendarId && events.get(eventId)?.status === 'confirmed',
  );
}

function hasException(life: Life, { calendarId, eventId }: Meeting): boolean {
  const calendar = calendarsOf(life.stage.sandbox.world, life.email).find(({ id }) => id === calendarId);
  return (calendar?.exceptionsOf(eventId).length ?? 0) > 0;
}

/** Returns a meeting, and the other calendar on the list, where that has no copy of it. */
function pickToOther(life: Life, step: { event: number; meeting: number }) {
  const found = pickAtGoogle(life, step);
  const calendars = calendarsOf(life.stage.sandbox.world, life.email);
  const to = calendars.find(({ id }) => id !== found?.meeting.calendarId);
  if (!found || !to || isElsewhere(life, found.meeting.calendarId, found.meeting.eventId)) return null;
  return { ...found, to };
}

async function cancelOldest(life: Life): Promise<void> {
  const calendars = calendarsOf(life.stage.sandbox.world, life.email);
  const events = calendars.flatMap(({ id, events }) =>
    [...events.values()]
      .filter(({ status, recurringEventId }) => status === 'confirmed' && !recurringEventId)
      .map((event) => ({ calendarId: id, event })),
  );
  const coming = new Set(life.meetings(life.nowMs).map(({ eventId }) => eventId));
  const crowd = events.filter(({ event }) => coming.has(event.id));
  const oldest = crowd.length >= MOST_EVENTS && crowd[0];
  if (!oldest) return;
  const { calendarId, event } = oldest;
  await life.stage.control('DELETE', `/calendars/${encodeURIComponent(calendarId)}/events/${event.id}`);
  life.stage.tell(`Google: “${event.summary}” canceled, there are too many`);
}

/** Performs the steps in Google Calendar. */
export const atGoogle = {
  async add(life, step) {
    await cancelOldest(life);
    const start = Math.ceil(life.nowMs / MINUTE) * MINUTE + step.inMinutes * MINUTE;
    const calendar = pick(calendarsOf(life.stage.sandbox.world, life.email), step.calendar);
    const title = `M${life.titles}`;
    const end = start + step.lasts * MINUTE;
    const location = step.hasLink ? linkFor(life, step, { start, end }) : undefined;
    life.titles++;
    await life.stage.control('POST', `/calendars/${encodeURIComponent(calendar?.id ?? '')}/events`, {
      summary: title,
      start: at(start, step.zone),
      end: at(end, step.zone),
      location,
      ...(step.recurrence && { recurrence: [step.recurrence] }),
    });
    life.stage.tell(
      `Google: “${title}” at ${clock(start)} for ${step.lasts} min in ${step.zone}${step.recurrence ? `, ${step.recurrence}` : ''}${location ? ` with ${location}` : ', no link'}`,
    );
    life.calm.changed(life.nowMs);
    return true;
  },

  /** Adds a meeting to the link of another one, for when that ends or soon after; the people of that one may stay on. */
  async addAfter(life, step) {
    await cancelOldest(life);
    const coming = life.meetings(life.nowMs, life.nowMs + 5 * HOUR).filter(({ link }) => link);
    const before = coming.find(({ key }) => key === life.aim) ?? pick(coming, step.meeting);
    if (!before) return false;
    const start = before.end + step.gap * MINUTE;
    const title = `M${life.titles++}`;
    const { path, instance } = whereIs(before);
    await life.stage.control('POST', path, {
      summary: title,
      start: at(start),
      end: at(start + step.lasts * MINUTE),
      location: before.link,
    });
    await life.stage.control('PUT', `${path}/${instance}/attendance`, { overrunMinutes: step.overrun });
    life.stage.tell(
      `Google: “${title}” at ${clock(start)} for ${step.lasts} min follows “${before.title}” on ${before.link}, whose people leave ${step.overrun} min after its end`,
    );
    life.calm.changed(life.nowMs);
    return true;
  },

  async move(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return false;
    const { meeting, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    const keys = life.overrides.keysOf(meeting.eventId);
    // A daily series moved by a day looks the same: no one can say which of its dates is which.
    const minutes = isWhole ? step.minutes % 1440 : step.minutes;
    const target = isWhole ? meeting.eventId : instance;
    await edit(life, meeting, `${named(meeting, isWhole)} moved by ${minutes} min`, () =>
      onAll(life, meeting, (path) => life.stage.control('POST', `${path}/${target}/move`, { minutes })),
    );
    if (isWhole) {
      // Keys of the whole series, not only this meeting's.
      const prefix = `${meeting.eventId}@`;
      life.names.rename((key) => {
        if (!key.startsWith(prefix)) return null;
        return keyOf(meeting.eventId, Date.parse(key.slice(prefix.length)) + minutes * MINUTE);
      }, keys);
    }
    return minutes !== 0;
  },

  async cancel(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return false;
    const { meeting, path, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    await edit(life, meeting, `${named(meeting, isWhole)} canceled`, () =>
      life.stage.control('DELETE', `${path}/${isWhole ? meeting.eventId : instance}`),
    );
    return true;
  },

  async restore(life, step) {
    // Google does not document what happens to the exceptions of a series that is deleted and restored.
    const deleted = calendarsOf(life.stage.sandbox.world, life.email).flatMap((calendar) =>
      calendar.events
        .values()
        .filter(({ status, recurrence }) => status === 'cancelled' && !recurrence)
        .filter(({ recurringEventId: id }) => !id || calendar.events.get(id)?.status === 'confirmed')
        // Restored where it was moved away from, it would be a copy that no one made.
        .filter(({ id }) => !isElsewhere(life, calendar.id, id))
        .map((event) => ({ calendar, event })),
    );
    const found = pick(deleted, step.event);
    if (!found) return false;
    const { calendar, event } = found;
    const master = event.recurringEventId ? calendar.events.get(event.recurringEventId) : undefined;
    let times = {};
    if (master) {
      const start = Date.parse(event.originalStartTime?.dateTime ?? '');
      const length = Date.parse(master.end?.dateTime ?? '') - Date.parse(master.start?.dateTime ?? '');
      times = { start: at(start), end: at(start + length) };
    }
    await life.stage.control('PATCH', `/calendars/${encodeURIComponent(calendar.id)}/events/${event.id}`, {
      status: 'confirmed',
      ...times,
    });
    life.stage.tell(
      `Google: “${event.summary ?? master?.summary}” ${event.originalStartTime?.dateTime ?? ''} restored`,
    );
    life.calm.changed(life.nowMs);
    return true;
  },

  async relink(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return false;
    const { meeting, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    const location = step.hasLink ? linkFor(life, step, meeting) : null;
    await edit(life, meeting, `${named(meeting, isWhole)} now has the link ${location}`, () =>
      onAll(life, meeting, (path) =>
        life.stage.control('PATCH', `${path}/${isWhole ? meeting.eventId : instance}`, { location }),
      ),
    );
    return location !== meeting.link;
  },

  async answer(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return false;
    const { meeting, path, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    await edit(life, meeting, `${named(meeting, isWhole)} ${step.response}`, () =>
      life.stage.control('POST', `${path}/${isWhole ? meeting.eventId : instance}/answer`, {
        email: life.email,
        responseStatus: step.response,
      }),
    );
    return meeting.declined !== (step.response === 'declined');
  },

  async retitle(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return false;
    const { meeting, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    await edit(life, meeting, `${named(meeting, isWhole)} renamed`, () =>
      onAll(life, meeting, (path) =>
        life.stage.control('PATCH', `${path}/${isWhole ? meeting.eventId : instance}`, {
          summary: `${meeting.title}'`,
        }),
      ),
    );
    return true;
  },

  async split(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found?.isSeries) return false;
    const { meeting } = found;
    const { eventId, originalStart } = meeting;
    const start = originalStart + step.minutes * MINUTE;
    const changes = {
      ...(step.minutes ? { start: at(start), end: at(start + (meeting.end - meeting.start)) } : {}),
      ...(step.relinked ? { location: newLink(life) } : {}),
    };
    const words = `${named(meeting, false)} split at ${clock(originalStart)}${step.minutes ? `, later ones ${step.minutes} min later` : ''}${step.relinked ? `, with ${changes.location}` : ''}`;
    let later = '';
    await edit(life, meeting, words, async () => {
      await onAll(life, meeting, async (path) => {
        const { after } = await life.stage.control('POST', `${path}/${eventId}/split`, {
          originalStart: new Date(originalStart).toISOString(),
          changes,
        });
        later = after.id;
      });
    });
    const prefix = `${eventId}@`;
    life.names.rename((key) => {
      const original = Date.parse(key.slice(prefix.length));
      if (!key.startsWith(prefix) || original < originalStart) return null;
      return keyOf(later, original + step.minutes * MINUTE);
    }, life.overrides.keysOf(eventId));
    return true;
  },

  async changeCalendar(life, step) {
    const found = pickToOther(life, step);
    if (!found) return false;
    const { meeting, path, to } = found;
    await edit(life, meeting, `${named(meeting, true)} moved to the calendar ${to.id.slice(0, 9)}`, () =>
      life.stage.control('POST', `${path}/${meeting.eventId}/move-to-calendar`, { calendar: to.id }),
    );
    return true;
  },

  async copy(life, step) {
    const found = pickToOther(life, step);
    // Google has no copies of a series with exceptions that would lack them.
    const hasExceptions = found?.isSeries && hasException(life, found.meeting);
    if (!found || hasExceptions || found.to.events.get(found.meeting.eventId)) return false;
    const { meeting, path } = found;
    await edit(
      life,
      meeting,
      `${named(meeting, true)} is also in the calendar ${found.to.id.slice(0, 9)}`,
      () =>
        life.stage.control('POST', `${path}/${meeting.eventId}/copy-to-calendar`, {
          calendar: found.to.id,
          invited: true,
        }),
    );
    return true;
  },

  async leaveList(life, step) {
    const id = life.calendars[step.calendar] ?? '';
    if (!calendarsOf(life.stage.sandbox.world, life.email).some((calendar) => calendar.id === id))
      return false;
    await life.stage.control('DELETE', `/people/${life.email}/calendars/${encodeURIComponent(id)}`);
    life.stage.tell('Google: the second calendar is removed from the list');
    await life.lookAtLists();
    return true;
  },

  async returnToList(life, step) {
    const id = life.calendars[step.calendar] ?? '';
    if (calendarsOf(life.stage.sandbox.world, life.email).some((calendar) => calendar.id === id))
      return false;
    await life.stage.control('POST', `/people/${life.email}/calendars`, { summary: 'Team', id });
    life.stage.tell('Google: the second calendar is on the list again');
    await life.lookAtLists();
    return true;
  },
} satisfies Partial<Performers>;
