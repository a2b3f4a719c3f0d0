import { type Call, json, jsonBody, type Reply } from '../http';
import type { World } from '../world';
import { type Visitor, visitorOf } from './access';
import { notFound } from './errors';
import { pageOf } from './paging';
import type { Push } from './push';
import type { AccessRole, ListEntry } from './types';

/** `calendarList.list`: returns the person's calendars, or those that changed since a sync token. */
export function listCalendars(call: Call, world: World): Reply {
  const visitor = visitorOf(call, world, 'readList');
  const query = call.url.searchParams;
  const { email } = visitor.person;
  const list = world.lists.get(email);
  if (!list) throw notFound();
  const roles: AccessRole[] = ['freeBusyReader', 'reader', 'writer', 'owner'];
  const least = roles.indexOf((query.get('minAccessRole') ?? 'freeBusyReader') as AccessRole);
  const page = pageOf(
    {
      list: `${email}/calendarList`,
      query,
      seq: list.seq,
      generation: world.listGenerations.get(email) ?? 0,
      defaultPageSize: 100,
      maxPageSize: 250,
      notWithSyncToken: ['minAccessRole', 'showOwnOrganizationOnly'],
      noSyncToken: ['minAccessRole', 'showOwnOrganizationOnly'],
      pageSize: world.settings.pageSize,
      blankPages: world.settings.blankPages,
    },
    world.snapshots,
    (from) => {
      if (from !== null) return list.changedSince(from);
      return list
        .all()
        .filter(({ value }) => query.get('showDeleted') === 'true' || !value.deleted)
        .filter(({ value }) => query.get('showHidden') === 'true' || !value.hidden)
        .filter(({ value }) => roles.indexOf(value.accessRole) >= least);
    },
  );
  const { items, ...tokens } = page;
  return json({
    kind: 'calendar#calendarList',
    etag: `"p${list.seq}"`,
    ...tokens,
    items: items.map(({ value }) => resource(world, visitor, value)),
  });
}

/** `calendarList.get`: returns one calendar. Throws 404 for a calendar that is not on the list. */
export function getCalendar(call: Call, world: World): Reply {
  const visitor = visitorOf(call, world, 'readList');
  const id = call.params[0] === 'primary' ? visitor.person.email : (call.params[0] ?? '');
  const entry = world.lists.get(visitor.person.email)?.get(id);
  if (!entry || entry.deleted) throw notFound();
  return json(resource(world, visitor, entry));
}

/** `calendarList.watch`: opens a channel for the person's list. */
export async function watchCalendars(call: Call, world: World, push: Push): Promise<Reply> {
  const visitor = visitorOf(call, world, 'readList');
  const owner = { email: visitor.person.email, clientId: visitor.clientId };
  const answer = await push.watch(
    jsonBody(call),
    owner,
    {
      subject: `list:${owner.email}`,
      uri: 'https://www.googleapis.com/calendar/v3/users/me/calendarList?alt=json',
      supported: true,
    },
    call.afterwards,
  );
  return json(answer);
}

function resource(world: World, visitor: Visitor, entry: ListEntry): object {
  const { calendarId, ...fields } = entry;
  const settings = world.calendars.get(calendarId)?.settings;
  const seq = world.lists.get(visitor.person.email)?.row(calendarId)?.seq ?? 0;
  const base = {
    kind: 'calendar#calendarListEntry',
    etag: `"${1_600_000_000_000_000 + seq}"`,
    id: calendarId,
  };
  if (entry.deleted || !settings) return { ...base, deleted: true };
  return {
    ...base,
    summary: settings.summary,
    ...(settings.description && { description: settings.description }),
    timeZone: settings.timeZone,
    ...fields,
    defaultReminders: entry.primary ? [{ method: 'popup', minutes: 10 }] : [],
    conferenceProperties: { allowedConferenceSolutionTypes: ['hangoutsMeet'] },
  };
}
