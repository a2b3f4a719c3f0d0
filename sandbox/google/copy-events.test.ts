import { describe, expect, it } from 'vitest';
import { Calendar } from './calendar';
import { copyEvent, importEvent, moveEvent } from './copy-events';
import { deleteEvent, insertEvent, patchEvent } from './edit-events';
import { splitSeries } from './split-series';

const now = new Date('2027-03-01T08:00:00Z');
const calendar = (id: string) =>
  new Calendar({ id, owner: id, summary: id, timeZone: 'UTC', pushSupported: true, generation: 1 });
const ada = { email: 'ada@usher.test' };
const team = { email: 'team@group.calendar.google.com' };
const hour = (start: string, end: string) => ({ start: { dateTime: start }, end: { dateTime: end } });
const MEETING = {
  summary: 'Review',
  location: 'https://zoom.us/j/1',
  ...hour('2027-03-01T10:00:00Z', '2027-03-01T11:00:00Z'),
};

function twoCalendars() {
  const [from, to] = [calendar(ada.email), calendar(team.email)];
  return { from, to, event: insertEvent(from, MEETING, { editor: ada, now }) };
}

describe('an event that came with a zone that is none', () => {
  const inZone = (hours: number) => ({ dateTime: `2027-03-01T${hours}:00:00Z`, timeZone: 'Mars/Base' });
  const series = { ...MEETING, start: inZone(10), end: inZone(11), recurrence: ['RRULE:FREQ=DAILY'] };

  it('keeps it when it is changed, split or copied, and no client can give it to another one', () => {
    const { from, to, event: other } = twoCalendars();
    const { id } = insertEvent(from, series, { editor: ada, now, anyZone: true });
    const zoneOf = (event: { start?: { timeZone?: string } }) => event.start?.timeZone;
    expect(zoneOf(patchEvent(from, id, { summary: 'Renamed' }, { now }))).toBe('Mars/Base');
    const event = patchEvent(from, id, { start: { dateTime: '2027-03-01T09:00:00Z' } }, { now });
    expect(zoneOf(event)).toBe('Mars/Base');
    expect(zoneOf(copyEvent(event, to, {}, { invited: true, editor: team, now }))).toBe('Mars/Base');
    const at = { masterId: id, originalStart: '2027-03-03T09:00:00Z' };
    expect(zoneOf(splitSeries(from, at, {}, { now }).after)).toBe('Mars/Base');
    expect(() => patchEvent(from, other.id, { start: inZone(10) }, { now })).toThrow();
  });
});

describe('an event that is moved to another calendar', () => {
  it('has the same id and iCalUID and another organizer there, and is canceled here', () => {
    const { from, to, event } = twoCalendars();
    const moved = moveEvent(from, to, event.id, { organizer: team, now });
    expect(moved).toMatchObject({
      id: event.id,
      iCalUID: event.iCalUID,
      organizer: team,
      status: 'confirmed',
    });
    expect(from.events.get(event.id)?.status).toBe('cancelled');
    expect(() => moveEvent(from, to, event.id, { organizer: team, now })).toThrow();
    expect(moveEvent(to, from, event.id, { organizer: ada, now }).status).toBe('confirmed');
    expect(to.events.get(event.id)?.status).toBe('cancelled');
  });

  it('takes the exceptions of a series along, of which none can be moved alone', () => {
    const { from, to } = twoCalendars();
    const start = { dateTime: '2027-03-01T10:00:00Z', timeZone: 'UTC' };
    const series = {
      ...MEETING,
      start,
      end: { ...start, dateTime: '2027-03-01T11:00:00Z' },
      recurrence: ['RRULE:FREQ=DAILY'],
    };
    const master = insertEvent(from, series, { editor: ada, now });
    const [renamed, gone] = [`${master.id}_20270302T100000Z`, `${master.id}_20270303T100000Z`];
    patchEvent(from, renamed, { summary: 'Long review' }, { now });
    deleteEvent(from, gone, now);
    expect(() => moveEvent(from, to, renamed, { organizer: team, now })).toThrow('instance');
    moveEvent(from, to, master.id, { organizer: team, now });
    expect(to.events.get(renamed)).toMatchObject({ summary: 'Long review', organizer: team });
    expect(to.events.get(gone)?.status).toBe('cancelled');
    expect(from.exceptionsOf(master.id)).toEqual([]);
  });
});

describe('a copy of an event', () => {
  it('of a tool has an id of its own; of those who are invited the same; iCalUID and organizer are the same', () => {
    const { to, event } = twoCalendars();
    const imported = copyEvent(event, to, {}, { invited: false, editor: team, now });
    expect(imported).toMatchObject({ iCalUID: event.iCalUID, organizer: ada, location: event.location });
    expect(imported.id).not.toBe(event.id);
    const other = calendar('ben@usher.test');
    const invited = copyEvent(event, other, { location: null }, { invited: true, editor: team, now });
    expect(invited).toMatchObject({ id: event.id, iCalUID: event.iCalUID, organizer: ada });
  });

  it('is changed when it is imported again, and made anew when it was deleted', () => {
    const { to } = twoCalendars();
    const input = { ...MEETING, iCalUID: 'one@tool.example' };
    const first = importEvent(to, input, { editor: team, now });
    expect(importEvent(to, { ...input, summary: 'Again' }, { editor: team, now })).toMatchObject({
      id: first.id,
      summary: 'Again',
    });
    deleteEvent(to, first.id, now);
    expect(importEvent(to, input, { editor: team, now }).id).not.toBe(first.id);
    expect(() => importEvent(to, MEETING, { editor: team, now })).toThrow('iCalUID');
  });
});
