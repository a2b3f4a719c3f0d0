import { createHash } from 'node:crypto';
import { SCRIPT_CLIENT } from '../google/oauth/store';
import type { Route } from '../google/routes';
import { zoneOf } from '../google/time';
import type { AccessRole, ListEntry } from '../google/types';
import { type Call, json, jsonBody, Refusal } from '../http';
import type { Person } from '../world';
import { type Control, calendarOf, controlRoute, textField } from './context';

export const SCRIPT_SCOPES = [
  'openid',
  'email',
  'profile',
  'https://www.googleapis.com/auth/calendar.readonly',
];

/** Returns every person with their calendars and with credentials for scripts, as `create_calendar` takes them. */
export function readyPeople({ world }: Control): object[] {
  const nowMs = world.now().getTime();
  return [...world.people.values()].map((person) => ({
    ...person,
    ...credentialsOf({ world }, person.email, SCRIPT_SCOPES, nowMs),
    calendars: calendarsOf({ world }, person.email),
  }));
}

/** Returns credentials of a person with these scopes, as `create_calendar` takes them. */
function credentialsOf(
  { world }: Pick<Control, 'world'>,
  email: string,
  scopes: string[],
  nowMs: number,
): object {
  return {
    google_client_id: SCRIPT_CLIENT.id,
    google_client_secret: SCRIPT_CLIENT.secret,
    google_refresh_token: world.oauth.anyRefreshToken(email, SCRIPT_CLIENT.id, scopes, nowMs),
  };
}

function calendarsOf({ world }: Pick<Control, 'world'>, email: string): object[] {
  const entries = world.lists.get(email)?.values() ?? [];
  return entries
    .filter((entry) => !entry.deleted)
    .map((entry) => ({ ...entry, ...world.calendars.get(entry.calendarId)?.settings }));
}

/** Returns the routes for people, their calendar lists and their tokens. */
export function peopleRoutes(control: Control): Route[] {
  const { world } = control;
  const personOf = (call: Call) => {
    const person = world.people.get(call.params[0] ?? '');
    if (!person) throw new Refusal(404, `No such person. People: ${[...world.people.keys()].join(', ')}.`);
    return person;
  };
  return [
    controlRoute('GET', '/people', () => json({ items: readyPeople(control) })),
    controlRoute('POST', '/people', (call) => {
      const email = textField(call, 'email');
      if (world.people.has(email)) throw new Refusal(409, 'A person with this address exists.');
      const { name = email.split('@')[0], timeZone = 'Europe/Stockholm' } = jsonBody(call);
      if (!zoneOf(String(timeZone))) throw new Refusal(400, 'timeZone is not a time zone.');
      world.addPerson({
        email,
        sub: world.newSub(email),
        name: String(name),
        timeZone: String(timeZone),
        color: '#3f6b8f',
      });
      world.addCalendar({
        id: email,
        owner: email,
        summary: email,
        timeZone: String(timeZone),
        pushSupported: true,
      });
      world.list(email, { ...COLORS, calendarId: email, accessRole: 'owner', primary: true, selected: true });
      return json(
        readyPeople(control).find((person) => (person as { email: string }).email === email),
        201,
      );
    }),
    controlRoute('PATCH', '/people/:email', (call) => {
      const { name, claimedEmail, emailVerified } = jsonBody(call) as Partial<Person>;
      const person = personOf(call);
      if (name !== undefined) person.name = String(name);
      if (claimedEmail !== undefined) person.claimedEmail = claimedEmail ?? undefined;
      if (emailVerified !== undefined) person.emailVerified = emailVerified;
      return json(person);
    }),
    controlRoute('POST', '/people/:email/rename', (call) => {
      const email = textField(call, 'email');
      if (world.people.has(email)) throw new Refusal(409, 'A person with this address exists.');
      world.renamePerson(personOf(call).email, email);
      return json(readyPeople(control).find((person) => (person as Person).email === email));
    }),
    controlRoute('POST', '/people/:email/credentials', (call) => {
      const { email } = personOf(call);
      const { scopes } = jsonBody(call);
      if (!Array.isArray(scopes) || scopes.length === 0) throw new Refusal(400, 'scopes is a list.');
      return json(credentialsOf(control, email, scopes.map(String), world.now().getTime()), 201);
    }),
    controlRoute('POST', '/people/:email/revoke', (call) => {
      world.oauth.revokePerson(personOf(call).email);
      return json({ revoked: true });
    }),
    controlRoute('POST', '/people/:email/expire-access', (call) => {
      world.oauth.expireAccess(personOf(call).email);
      return json({ expired: true });
    }),
    controlRoute('GET', '/people/:email/calendars', (call) =>
      json({ items: calendarsOf(control, personOf(call).email) }),
    ),
    controlRoute('POST', '/people/:email/calendars', (call) => {
      const person = personOf(call);
      const { id, timeZone = person.timeZone, accessRole = 'owner', pushSupported = true } = jsonBody(call);
      const summary = textField(call, 'summary');
      const calendarId = String(
        id ??
          `c_${createHash('sha1').update(`${person.email}${summary}${world.calendars.size}`).digest('hex')}@group.calendar.google.com`,
      );
      if (!world.calendars.has(calendarId)) {
        world.addCalendar({
          id: calendarId,
          owner: person.email,
          summary,
          timeZone: String(timeZone),
          pushSupported: pushSupported === true,
        });
      }
      world.list(person.email, {
        ...COLORS,
        calendarId,
        accessRole: accessRole as AccessRole,
        selected: true,
      });
      return json(world.calendars.get(calendarId)?.settings, 201);
    }),
    controlRoute('PATCH', '/people/:email/calendars/:id', (call) => {
      const entry = entryOf(control, call);
      const { accessRole, hidden, selected, summaryOverride } = jsonBody(call) as Partial<ListEntry>;
      const given = Object.entries({ accessRole, hidden, selected, summaryOverride }).filter(
        ([, value]) => value !== undefined,
      );
      world.list(call.params[0] ?? '', { ...entry, ...Object.fromEntries(given) });
      return json(calendarsOf(control, call.params[0] ?? ''));
    }),
    controlRoute('DELETE', '/people/:email/calendars/:id', (call) => {
      world.list(call.params[0] ?? '', { ...entryOf(control, call), deleted: true });
      return json({ removed: true });
    }),
    controlRoute('POST', '/people/:email/expire-list-token', (call) => {
      world.listGenerations.set(personOf(call).email, world.newGeneration());
      return json({ expired: true });
    }),
    controlRoute('POST', '/calendars/:id/expire-sync-tokens', (call) => {
      calendarOf(control, call).settings.generation = world.newGeneration();
      return json({ expired: true });
    }),
  ];
}

const COLORS = { backgroundColor: '#4285f4', foregroundColor: '#ffffff' };

function entryOf({ world }: Control, call: Call): ListEntry {
  const entry = world.lists.get(call.params[0] ?? '')?.get(call.params[1] ?? '');
  if (!entry) throw new Refusal(404, 'This calendar is not on the list of this person.');
  return entry;
}
