import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarClient, control, READ_SCOPES } from '../../test/sandbox';
import { type Sandbox, startSandbox } from '../start-sandbox';

const ADA = 'ada@northwind.example';
const START = new Date('2027-02-01T09:00:00Z');
type Client = Awaited<ReturnType<typeof calendarClient>>;
let sandbox: Sandbox;
let api: Client;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => START });
  api = await calendarClient(sandbox, ADA);
});
afterEach(() => sandbox.close());

const at = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Stockholm' });
const insert = async (summary: string, fields: object = {}) =>
  (
    await api.events.insert({
      calendarId: 'primary',
      requestBody: {
        summary,
        start: at('2027-02-02T10:00:00+01:00'),
        end: at('2027-02-02T10:30:00+01:00'),
        ...fields,
      },
    })
  ).data;
const series = (rule = 'RRULE:FREQ=WEEKLY;COUNT=8') => insert('Weekly', { recurrence: [rule] });
const reasonOf = (error: {
  response: { status: number; data: { error: { errors: { reason: string }[] } } };
}) => [error.response.status, error.response.data.error.errors[0]?.reason];

/** Reads all pages of a list, as a careful client does. */
async function listAll(parameters: object = {}) {
  const items = [];
  let pages = 0;
  let pageToken: string | undefined;
  for (;;) {
    const { data } = await api.events.list({
      calendarId: 'primary',
      ...parameters,
      ...(pageToken && { pageToken }),
    });
    items.push(...(data.items ?? []));
    pages += 1;
    if (!data.nextPageToken) return { items, pages, syncToken: data.nextSyncToken ?? '' };
    pageToken = data.nextPageToken;
  }
}
const changes = (syncToken: string, parameters: object = {}) => listAll({ syncToken, ...parameters });

describe('events.list', () => {
  it('gives pages, empty ones in between on request, and the sync token with the last', async () => {
    await control(sandbox, 'POST', `/calendars/${ADA}/bulk`, { count: 25 });
    await control(sandbox, 'PUT', '/settings', { pageSize: 10, blankPages: true });
    const { items, pages, syncToken } = await listAll();
    expect(new Set(items.map(({ id }) => id)).size).toBe(25);
    expect(pages).toBe(6);
    expect(syncToken).toMatch(/=$/);
  });

  it('shows one state on all pages, and a change made meanwhile in the increment', async () => {
    await control(sandbox, 'POST', `/calendars/${ADA}/bulk`, { count: 4 });
    const { data: first } = await api.events.list({ calendarId: 'primary', maxResults: 2 });
    const changed = first.items?.[0]?.id ?? '';
    await api.events.patch({ calendarId: 'primary', eventId: changed, requestBody: { summary: 'Changed' } });
    const { data: rest } = await api.events.list({
      calendarId: 'primary',
      maxResults: 2,
      pageToken: first.nextPageToken ?? '',
    });
    expect(rest.items).toHaveLength(2);
    const { items } = await changes(rest.nextSyncToken ?? '', { maxResults: 2 });
    expect(items.map(({ id, summary }) => [id, summary])).toEqual([[changed, 'Changed']]);
  });

  it('bounds the end by timeMin and the start by timeMax, both exclusive', async () => {
    await insert('Ten');
    const found = async (timeMin: string, timeMax: string) =>
      (await listAll({ timeMin, timeMax })).items.length;
    expect(await found('2027-02-02T09:30:00Z', '2027-02-02T12:00:00Z')).toBe(0);
    expect(await found('2027-02-02T09:29:59Z', '2027-02-02T12:00:00Z')).toBe(1);
    expect(await found('2027-02-01T00:00:00Z', '2027-02-02T09:00:00Z')).toBe(0);
    await expect(listAll({ timeMin: '2027-02-02T09:30:00' })).rejects.toMatchObject({ status: 400 });
  });

  it('orders expanded events by start, and refuses that order without expansion', async () => {
    await series();
    await insert('Between', { start: at('2027-02-05T10:00:00+01:00'), end: at('2027-02-05T11:00:00+01:00') });
    const { items } = await listAll({ singleEvents: true, orderBy: 'startTime' });
    expect(items.map(({ summary }) => summary).slice(0, 3)).toEqual(['Weekly', 'Between', 'Weekly']);
    expect(items).toHaveLength(9);
    await expect(listAll({ orderBy: 'startTime' })).rejects.toMatchObject({ status: 400 });
  });
});

describe('Incremental sync', () => {
  it('lists the present state of changed events, and only the ids of deleted ones', async () => {
    const kept = await insert('Kept');
    const gone = await insert('Gone');
    const { syncToken } = await listAll();
    await api.events.patch({
      calendarId: 'primary',
      eventId: kept.id ?? '',
      requestBody: { summary: 'Renamed' },
    });
    await api.events.delete({ calendarId: 'primary', eventId: gone.id ?? '' });
    const { items, syncToken: next } = await changes(syncToken);
    expect(items).toEqual([
      expect.objectContaining({ id: kept.id, summary: 'Renamed' }),
      { kind: 'calendar#event', id: gone.id, status: 'cancelled', etag: expect.any(String) },
    ]);
    expect((await changes(next)).items).toEqual([]);
  });

  it('answers 410 for an expired token and 400 for a malformed, foreign or restricted one', async () => {
    const { syncToken } = await listAll();
    const reason = async (parameters: object) => reasonOf(await listAll(parameters).catch((error) => error));
    expect(await reason({ syncToken: 'nonsense' })).toEqual([400, 'invalid']);
    expect(await reason({ syncToken, singleEvents: true })).toEqual([400, 'invalid']);
    expect(await reason({ syncToken, timeMin: '2027-01-01T00:00:00Z' })).toEqual([
      400,
      'syncTokenWithRequestRestrictions',
    ]);
    await control(sandbox, 'POST', `/calendars/${ADA}/expire-sync-tokens`);
    expect(await reason({ syncToken })).toEqual([410, 'fullSyncRequired']);
    expect((await changes((await listAll()).syncToken)).items).toEqual([]);
  });

  it('lists a canceled instance and a changed series as instances when expanded', async () => {
    const { id } = await series();
    const { syncToken } = await listAll({ singleEvents: true });
    await api.events.delete({ calendarId: 'primary', eventId: `${id}_20270209T090000Z` });
    const { items } = await changes(syncToken, { singleEvents: true });
    const cancelled = items.filter(({ status }) => status === 'cancelled');
    expect(cancelled.map((event) => event.id)).toEqual([`${id}_20270209T090000Z`]);
  });
});

describe('A series', () => {
  it('stays at its wall time across a change of clocks', async () => {
    const { id } = await insert('Spring', {
      start: at('2027-03-26T10:00:00+01:00'),
      end: at('2027-03-26T10:30:00+01:00'),
      recurrence: ['RRULE:FREQ=DAILY;UNTIL=20270330T080000Z'],
    });
    const { data } = await api.events.instances({ calendarId: 'primary', eventId: id ?? '' });
    expect(data.items?.map((event) => event.start?.dateTime)).toEqual([
      '2027-03-26T10:00:00+01:00',
      '2027-03-27T10:00:00+01:00',
      '2027-03-28T10:00:00+02:00',
      '2027-03-29T10:00:00+02:00',
      '2027-03-30T10:00:00+02:00',
    ]);
  });

  it('lists a canceled instance that is confirmed again as one date, not as a series', async () => {
    const { id } = await series();
    const eventId = `${id}_20270216T090000Z`;
    await api.events.delete({ calendarId: 'primary', eventId });
    const requestBody = {
      status: 'confirmed',
      start: at('2027-02-16T10:00:00+01:00'),
      end: at('2027-02-16T10:30:00+01:00'),
    };
    const { data } = await api.events.patch({ calendarId: 'primary', eventId, requestBody });
    expect(data).toMatchObject({ recurringEventId: id, summary: 'Weekly' });
    expect(data.recurrence).toBeUndefined();
  });

  it('lists a moved instance with its original start, and a canceled one without times', async () => {
    const { id } = await series();
    const { syncToken } = await listAll();
    const moved = `${id}_20270209T090000Z`;
    const cancelled = `${id}_20270216T090000Z`;
    await api.events.patch({
      calendarId: 'primary',
      eventId: moved,
      requestBody: { start: at('2027-02-10T14:00:00+01:00'), end: at('2027-02-10T14:30:00+01:00') },
    });
    await api.events.delete({ calendarId: 'primary', eventId: cancelled });
    const { items } = await changes(syncToken);
    expect(items.find((event) => event.id === moved)).toMatchObject({
      recurringEventId: id,
      sequence: 1,
      originalStartTime: { dateTime: '2027-02-09T10:00:00+01:00' },
      start: { dateTime: '2027-02-10T14:00:00+01:00' },
    });
    const row = items.find((event) => event.id === cancelled);
    expect(row).toMatchObject({
      status: 'cancelled',
      originalStartTime: { dateTime: '2027-02-16T10:00:00+01:00' },
    });
    expect(row).not.toHaveProperty('start');
    const { data } = await api.events.instances({ calendarId: 'primary', eventId: id ?? '' });
    expect(data.items?.map((event) => event.start?.dateTime?.slice(0, 16))).toEqual([
      '2027-02-02T10:00', '2027-02-10T14:00', '2027-02-23T10:00', '2027-03-02T10:00',
      '2027-03-09T10:00', '2027-03-16T10:00', '2027-03-23T10:00',
    ]); // biome-ignore format: one list
    expect((await listAll()).items.map((event) => event.id).sort()).toEqual([id, moved, cancelled].sort());
  });

  it('leaves only its master’s row when it is deleted', async () => {
    const { id } = await series();
    await api.events.delete({ calendarId: 'primary', eventId: `${id}_20270209T090000Z` });
    const { syncToken } = await listAll();
    await api.events.delete({ calendarId: 'primary', eventId: id ?? '' });
    expect((await changes(syncToken)).items.map((event) => [event.id, event.status])).toEqual([
      [id, 'cancelled'],
    ]);
    const again = await api.events
      .delete({ calendarId: 'primary', eventId: id ?? '' })
      .catch((error) => error);
    expect(reasonOf(again)).toEqual([410, 'deleted']);
  });

  it('drops its exceptions when it is re-timed, and resets their fields when it is renamed', async () => {
    const { id } = await series();
    const instance = `${id}_20270209T090000Z`;
    await api.events.patch({ calendarId: 'primary', eventId: instance, requestBody: { summary: 'Special' } });
    await api.events.patch({ calendarId: 'primary', eventId: id ?? '', requestBody: { summary: 'All new' } });
    expect((await api.events.get({ calendarId: 'primary', eventId: instance })).data.summary).toBe('All new');
    const later = { start: at('2027-02-02T11:00:00+01:00'), end: at('2027-02-02T11:30:00+01:00') };
    await api.events.patch({ calendarId: 'primary', eventId: id ?? '', requestBody: later });
    expect((await listAll()).items.map((event) => event.id)).toEqual([id]);
    await expect(api.events.get({ calendarId: 'primary', eventId: instance })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('is split at "this and following": UNTIL the evening before, COUNT divided, id by the instance', async () => {
    const { id } = await series();
    await api.events.delete({ calendarId: 'primary', eventId: `${id}_20270302T090000Z` });
    const { before, after } = await control(sandbox, 'POST', `/calendars/${ADA}/events/${id}/split`, {
      originalStart: '2027-02-16T10:00:00+01:00',
      changes: {
        summary: 'From now on',
        start: at('2027-02-16T13:00:00+01:00'),
        end: at('2027-02-16T13:30:00+01:00'),
      },
    });
    expect(before.recurrence).toEqual(['RRULE:FREQ=WEEKLY;UNTIL=20270215T225959Z']);
    expect(after).toMatchObject({
      id: `${id}_R20270216T090000`,
      iCalUID: `${id}_R20270216T090000@google.com`,
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'],
    });
    const { items } = await listAll({ singleEvents: true, orderBy: 'startTime' });
    expect(items.map((event) => event.start?.dateTime?.slice(5, 16))).toEqual([
      '02-02T10:00', '02-09T10:00', '02-16T13:00', '02-23T13:00', '03-02T13:00', '03-09T13:00', '03-16T13:00', '03-23T13:00',
    ]); // biome-ignore format: one list
  });

  it('has its EXDATEs and RDATEs read in UTC and in its zone, and as dates when all-day', async () => {
    const { id } = await insert('Mixed', {
      recurrence: [
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE:20270203T090000Z',
        'EXDATE;TZID=Europe/Stockholm:20270204T100000',
        'RDATE;TZID=America/New_York:20270210T090000',
      ],
    });
    const starts = async (eventId: string) =>
      (await api.events.instances({ calendarId: 'primary', eventId })).data.items?.map(
        (event) => event.id?.split('_')[1],
      );
    expect(await starts(id ?? '')).toEqual(['20270202T090000Z', '20270205T090000Z', '20270210T140000Z']);
    const days = await insert('Days', {
      start: { date: '2027-02-10' },
      end: { date: '2027-02-12' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2', 'RDATE;VALUE=DATE:20270301'],
    });
    expect(await starts(days.id ?? '')).toEqual(['20270210', '20270217', '20270301']);
  });
});

describe('Access', () => {
  it('hides the details of private events from readers, and refuses their edits', async () => {
    await insert('Secret', { visibility: 'private', location: 'https://zoom.us/j/1' });
    await insert('Open', { attendees: [{ email: ADA }, { email: 'x@y.example' }] });
    await control(sandbox, 'POST', '/people/ben@northwind.example/calendars', {
      id: ADA,
      summary: 'Ada',
      accessRole: 'reader',
    });
    const ben = await calendarClient(sandbox, 'ben@northwind.example');
    const { data } = await ben.events.list({ calendarId: ADA });
    expect(data.accessRole).toBe('reader');
    expect(data.items?.map((event) => event.summary)).toEqual([undefined, 'Open']);
    expect(data.items?.[1]?.attendees?.map((guest) => guest.self)).toEqual([true, undefined]);
    const refusal = await ben.events.insert({ calendarId: ADA, requestBody: {} }).catch((error) => error);
    expect(reasonOf(refusal)).toEqual([403, 'requiredAccessLevel']);
  });

  it('is refused for calendars of others, without a token, and without the scope', async () => {
    const unknown = await api.events.list({ calendarId: 'ben@northwind.example' }).catch((error) => error);
    expect(reasonOf(unknown)).toEqual([404, 'notFound']);
    const bare = await fetch(`${sandbox.url}/calendar/v3/users/me/calendarList`, {
      headers: { authorization: 'Bearer x' },
    });
    expect([bare.status, (await bare.json()).error.errors[0].reason]).toEqual([401, 'authError']);
    const reader = await calendarClient(sandbox, ADA, READ_SCOPES);
    const refusal = await reader.events
      .insert({ calendarId: 'primary', requestBody: {} })
      .catch((error) => error);
    expect(reasonOf(refusal)).toEqual([403, 'insufficientPermissions']);
  });

  it('respects If-Match and If-None-Match', async () => {
    const { id, etag } = await insert('Tagged');
    const call = { calendarId: 'primary', eventId: id ?? '' };
    const options = (headers: Record<string, string>) => ({ headers });
    const same = await api.events.get(call, options({ 'If-None-Match': etag ?? '' })).catch((error) => error);
    expect(same.status).toBe(304);
    const body = { ...call, requestBody: { summary: 'Newer' } };
    await api.events.patch(body, options({ 'If-Match': etag ?? '' }));
    const stale = await api.events.patch(body, options({ 'If-Match': etag ?? '' })).catch((error) => error);
    expect(reasonOf(stale)).toEqual([412, 'conditionNotMet']);
  });
});

describe('calendarList', () => {
  it('lists calendars by role and visibility, and those that changed', async () => {
    const add = (summary: string, accessRole: string) =>
      control(sandbox, 'POST', `/people/${ADA}/calendars`, { summary, accessRole });
    const { id } = await add('Side', 'owner');
    await add('Read', 'reader');
    await control(sandbox, 'PATCH', `/people/${ADA}/calendars/${id}`, { hidden: true });
    const names = async (parameters: object) =>
      (await api.calendarList.list(parameters)).data.items?.map((item) => item.summary);
    expect(await names({})).toEqual([ADA, 'Read']);
    expect(await names({ showHidden: true, minAccessRole: 'owner' })).toEqual([ADA, 'Side']);
    const { data } = await api.calendarList.list({ showHidden: true });
    await control(sandbox, 'DELETE', `/people/${ADA}/calendars/${id}`);
    const { data: after } = await api.calendarList.list({
      showHidden: true,
      syncToken: data.nextSyncToken ?? '',
    });
    expect(after.items).toMatchObject([{ id, deleted: true }]);
  });
});
