import { bearerOf, type Call } from '../http';
import type { Person, World } from '../world';
import type { Calendar } from './calendar';
import { authError, insufficientScopes, loginRequired, notFound, requiredAccess } from './errors';
import type { AccessRole, ListEntry } from './types';

export type Visitor = { person: Person; clientId: string; scopes: string[] };

const CALENDAR = 'https://www.googleapis.com/auth/calendar';
const SCOPES = {
  readList: [
    CALENDAR,
    `${CALENDAR}.readonly`,
    `${CALENDAR}.calendarlist`,
    `${CALENDAR}.calendarlist.readonly`,
  ],
  readEvents: [CALENDAR, `${CALENDAR}.readonly`, `${CALENDAR}.events`, `${CALENDAR}.events.readonly`],
  writeEvents: [CALENDAR, `${CALENDAR}.events`],
};

/** Returns a request's caller by its access token. Throws 401 without a valid token, 403 without the scope. */
export function visitorOf(call: Call, world: World, need?: keyof typeof SCOPES): Visitor {
  const text = bearerOf(call.headers);
  if (!text) throw loginRequired();
  const token = world.oauth.accessToken(text, world.now().getTime());
  const person = token && world.people.get(token.email);
  if (!token || !person) throw authError();
  call.user = person.email;
  if (need && !token.scopes.some((scope) => SCOPES[need].includes(scope))) throw insufficientScopes();
  return { person, clientId: token.clientId, scopes: token.scopes };
}

const RANK: AccessRole[] = ['freeBusyReader', 'reader', 'writer', 'owner'];

/** Returns a calendar for its visitor; `primary` is their own. Throws 404 without access, 403 when a reader writes. */
export function calendarFor(
  world: World,
  visitor: Visitor,
  id: string,
  need: AccessRole = 'freeBusyReader',
): { calendar: Calendar; entry: ListEntry } {
  const calendar = world.calendars.get(id === 'primary' ? visitor.person.email : id);
  const entry = calendar && world.lists.get(visitor.person.email)?.get(calendar.id);
  if (!calendar || !entry || entry.deleted) throw notFound();
  if (RANK.indexOf(entry.accessRole) < RANK.indexOf(need)) throw requiredAccess();
  return { calendar, entry };
}
