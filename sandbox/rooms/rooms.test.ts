import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { control as controlSandbox, listener } from '../../test/sandbox';
import { ATTENDEE_API_KEY } from '../bots/attendee';
import { BOT_API_KEY } from '../bots/meetstream';
import { type Sandbox, startSandbox } from '../start-sandbox';

const LINK = 'https://us02web.zoom.us/j/81234567890';
const ADA = 'ada@northwind.example';
const EVENTS = `/calendars/${encodeURIComponent(ADA)}/events`;
const START = Date.parse('2027-03-01T08:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);

let now = at(0);
let sandbox: Sandbox;
beforeEach(async () => {
  now = at(0);
  sandbox = await startSandbox({ port: 0, seed: 'empty', now: () => now });
  await control('PUT', '/settings', { bots: { auto: false } });
});
afterEach(() => sandbox.close());

const control = (method: string, path: string, body?: object) => controlSandbox(sandbox, method, path, body);
const meeting = (from: number, to: number, fields: object = {}) =>
  control('POST', EVENTS, {
    summary: 'Standup',
    start: { dateTime: at(from).toISOString(), timeZone: 'UTC' },
    end: { dateTime: at(to).toISOString(), timeZone: 'UTC' },
    location: LINK,
    ...fields,
  });
const attend = (id: string, fields: object) => control('PUT', `${EVENTS}/${id}/attendance`, fields);

/** Has a bot join at a time; MeetStream's, unless `attendee`. */
async function join(
  minutes: number,
  { attendee = false, ...fields }: { attendee?: boolean; [field: string]: unknown } = {},
  to = 'bot.recording',
): Promise<string> {
  now = at(minutes);
  const isAttendee = attendee || 'bot_keywords' in fields;
  const path = isAttendee ? '/attendee/api/v1/bots' : '/meetstream/api/v1/bots/create_bot';
  const key = isAttendee ? ATTENDEE_API_KEY : BOT_API_KEY;
  const body = isAttendee
    ? { meeting_url: `${LINK}?pwd=x`, bot_name: 'Notes', automatic_leave_settings: fields }
    : { meeting_link: `${LINK}?pwd=x`, bot_name: 'Notes', ...fields };
  const headers = { authorization: `Token ${key}` };
  const response = await fetch(sandbox.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  const id = answer.bot_id ?? answer.id;
  await control('POST', `/bots/${id}/advance`, { to });
  return id;
}

/** Returns the ids of the bots that have left when it is so many minutes past the start. */
async function gone(minutes: number): Promise<string[]> {
  now = at(minutes);
  const { items } = await control('POST', '/bots/leave-when-due');
  return items.map(({ id }: { id: string }) => id);
}

describe('A meeting room', () => {
  it('is left by its bot a minute after the people, who overrun', async () => {
    const { id } = await meeting(0, 30);
    await attend(id, { overrunMinutes: 4 });
    const bot = await join(-1);
    expect(await gone(34.9)).toEqual([]);
    expect(await gone(35)).toEqual([bot]);
    expect((await control('GET', `/bots/${bot}`)).status).toBe('Stopped');
  });

  it('keeps two notetakers there until the limit of four hours: each counts as a participant', async () => {
    await attend((await meeting(0, 30)).id, { overrunMinutes: 2 });
    await attend((await meeting(30, 60)).id, { overrunMinutes: 0 });
    const first = await join(-1);
    const second = await join(29);
    expect(await gone(120)).toEqual([]);
    expect(await gone(238.9)).toEqual([]);
    expect(await gone(239)).toEqual([first]);
    expect(await gone(240)).toEqual([second]);
  });

  it('is left by both when they detect bots, and at once by the one that is told to', async () => {
    await meeting(0, 30);
    const detection = { using_participant_names: { matches: ['notes'], activate_after: 60, timeout: 10 } };
    const polite = { automatic_leave: { bot_detection: detection } };
    const bots = [await join(-1, polite), await join(0, polite)];
    expect((await gone(34)).sort()).toEqual(bots.sort());
    const told = await join(200);
    const headers = { authorization: `Token ${BOT_API_KEY}` };
    await fetch(`${sandbox.url}/meetstream/api/v1/bots/${told}/remove_bot`, { headers });
    expect((await control('GET', `/bots/${told}`)).status).toBe('Stopped');
  });

  it('is left when no one comes, and by a bot that no one lets in', async () => {
    const { id } = await meeting(0, 30);
    await attend(id, { noOneComes: true, noOneAdmits: true });
    const inside = await join(-1, { automatic_leave: { no_one_joined_timeout: 300 } });
    const outside = await join(2, { automatic_leave: { waiting_room_timeout: 120 } }, 'bot.in_waiting_room');
    expect(await gone(3.9)).toEqual([]);
    expect((await gone(4)).sort()).toEqual([inside, outside].sort());
    expect((await control('GET', `/bots/${outside}`)).status).toBe('NotAllowed');
  });

  it('follows the calendar: an instance of a series, extended', async () => {
    const { id } = await meeting(0, 30, {
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
      attendees: [{ email: ADA }, { email: 'ben@northwind.example' }],
    });
    await attend(id, { overrunMinutes: 0, comeAfterSeconds: 0 });
    const bot = await join(24 * 60 - 1);
    const { items } = await control('GET', '/rooms');
    expect(items).toMatchObject([
      { people: 0, bots: [{ id: bot, leaves_at: at(24 * 60 + 31).toISOString() }] },
    ]);
    const instance = `${id}_20270302T080000Z`;
    const end = { dateTime: at(24 * 60 + 50).toISOString() };
    await control('PATCH', `${EVENTS}/${instance}`, { end });
    expect(await gone(24 * 60 + 50.5)).toEqual([]);
    expect(await gone(24 * 60 + 51)).toEqual([bot]);
  });

  it('can be filled and emptied by hand', async () => {
    const bot = await join(0, { attendee: true });
    await control('PUT', '/rooms', { link: LINK, people: 2, until: at(10).toISOString() });
    expect(await gone(10.9)).toEqual([]);
    expect(await gone(11)).toEqual([bot]);
    const { leaveReason } = await control('GET', `/bots/${bot}`);
    expect(leaveReason).toBe('everyone_left');
    await control('PUT', '/rooms', { link: LINK, people: null });
    expect((await control('GET', '/rooms')).items).toEqual([]);
  });

  it('is left automatically, when bots move by themselves', async () => {
    const hook = await listener();
    await sandbox.close();
    sandbox = await startSandbox({ port: 0, seed: 'empty' });
    await control('PUT', '/settings', { bots: { speed: 1000 } });
    const { id } = await control('POST', EVENTS, { summary: 'Now', inSeconds: -5, minutes: 0.1, link: LINK });
    await attend(id, { overrunMinutes: 0 });
    const body = JSON.stringify({ meeting_link: LINK, bot_name: 'Notes', callback_url: hook.url });
    const headers = { authorization: `Token ${BOT_API_KEY}` };
    await fetch(`${sandbox.url}/meetstream/api/v1/bots/create_bot`, { method: 'POST', headers, body });
    await hook.until(() => hook.received.some((message) => JSON.parse(message.body).event === 'bot.stopped'));
    await hook.close();
  });
});
