import { SCRIPT_SCOPES } from '@/sandbox/control/people-routes';
import { seriesZone } from '@/sandbox/google/recurrence';
import { msToWall, spanOf, wallToMs, zoneOf } from '@/sandbox/google/time';
import { at, edit, named, onAll } from './at-google';
import type { Life } from './life';
import type { Performers } from './performers';
import { pickAtGoogle } from './pick';
import { keyOf, type Meeting } from './truth';

/** Returns when a series starts and ends that is to be in a zone, and what its meetings are called there. */
function moveToZone(life: Life, { calendarId, eventId }: Meeting, zone: string) {
  const calendar = life.stage.sandbox.world.calendars.get(calendarId);
  const master = calendar?.events.get(eventId);
  const span = calendar && master && spanOf(master, calendar.timeZone);
  if (!span) return undefined;
  const [before, after] = [seriesZone(master, calendar.timeZone), zoneOf(zone) ?? calendar.timeZone];
  const renamer = (key: string) => {
    if (!key.startsWith(`${eventId}@`)) return null;
    const original = Date.parse(key.slice(eventId.length + 1));
    const distance = msToWall(span.start, before).until(msToWall(original, before));
    return keyOf(eventId, wallToMs(msToWall(span.start, after).add(distance).toString(), after));
  };
  return { span, renamer };
}

/** Performs the changes at Google of an account's address and of an event's zone. */
export const namesAndZones = {
  /** Gives a meeting's times another zone; a series goes on at its local time in that one. */
  async rezone(life, step) {
    const found = pickAtGoogle(life, step);
    if (!found) return false;
    const { meeting, isSeries, instance } = found;
    const isWhole = isSeries && step.scope === 'whole';
    const keys = life.overrides.keysOf(meeting.eventId);
    const move = isWhole ? moveToZone(life, meeting, step.zone) : undefined;
    const { start, end } = move?.span ?? meeting;
    await edit(life, meeting, `${named(meeting, isWhole)} is in the zone ${step.zone}`, () =>
      onAll(life, meeting, (path) =>
        life.stage.control('PATCH', `${path}/${isWhole ? meeting.eventId : instance}`, {
          start: at(start, step.zone),
          end: at(end, step.zone),
        }),
      ),
    );
    if (move) life.names.rename(move.renamer, keys);
    return true;
  },

  /**
   * The account gets another address; the person consents again, and perhaps opens their calendars. Channels that watch the
   * primary calendar are silent from now on.
   */
  async renameAccount(life, { isLooking }) {
    const { addresses, email, switchedOff } = life;
    const now = `person${addresses.length}@northwind.example`;
    await life.stage.control('POST', `/people/${email}/rename`, { email: now });
    life.stage.tell(`Google: the account is renamed from ${email} to ${now}`);
    addresses.unshift(now);
    life.calendars[0] = now;
    if (switchedOff.delete(email)) switchedOff.add(now);
    // Scopes in another order are another consent, with another token.
    const scopes = [...SCRIPT_SCOPES];
    scopes.push(...scopes.splice(0, addresses.length % scopes.length));
    life.credentials = await life.stage.control('POST', `/people/${now}/credentials`, { scopes });
    if (isLooking) await life.lookAtLists();
    else life.calm.lostPush(life.nowMs);
    return true;
  },
} satisfies Partial<Performers>;
