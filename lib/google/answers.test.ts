import { describe, expect, it } from 'vitest';
import { calendarListPage, channel, readAnswer, readEvent } from './answers';

const EVENT = {
  id: 'series',
  status: 'confirmed',
  summary: 'Standup',
  start: { dateTime: '2027-03-01T09:00:00Z', timeZone: 'Europe/Stockholm' },
  recurrence: ['RRULE:FREQ=DAILY'],
  attendees: [{ email: 'ada@northwind.example', self: true, responseStatus: 'accepted' }],
  reminders: { useDefault: true },
};

describe('readEvent', () => {
  it('an event is left as it came, with the fields that we do not name', () => {
    expect(readEvent(EVENT)).toBe(EVENT);
  });

  it.each([
    ['a status of another kind', { status: 'postponed' }, { status: undefined }],
    ['a title that is no text', { summary: 7 }, { summary: undefined }],
    ['a start that is no object', { start: '2027-03-01' }, { start: undefined }],
    ['a time that is no text', { start: { dateTime: 9, timeZone: 'UTC' } }, { start: { timeZone: 'UTC' } }],
    [
      'a rule that is no text',
      { recurrence: ['RRULE:FREQ=DAILY', null] },
      { recurrence: ['RRULE:FREQ=DAILY'] },
    ],
    [
      'a guest who is no object',
      { attendees: [{ self: true, responseStatus: 'declined' }, null] },
      { attendees: [{ self: true, responseStatus: 'declined' }] },
    ],
    [
      'an answer of another kind, of one of its guests',
      { attendees: [{ email: 'a@b.example', responseStatus: 'perhaps' }, { email: 'c@d.example' }] },
      { attendees: [{ email: 'a@b.example' }, { email: 'c@d.example' }] },
    ],
    [
      'two damaged guests',
      { attendees: [null, { email: 'c@d.example', self: 'yes' }] },
      { attendees: [{ email: 'c@d.example' }] },
    ],
  ])('an event is read without %s, and with all else', (_what, damaged, expected) => {
    const whole = structuredClone({ ...EVENT, ...damaged });
    expect(readEvent(whole)).toEqual({ ...EVENT, ...expected });
    expect(whole).toEqual({ ...EVENT, ...damaged });
  });

  it.each([[{ ...EVENT, id: undefined }], [{ ...EVENT, id: 7 }], ['text'], [null], [[]]])(
    '%j has no id and is no event',
    (answer) => expect(readEvent(answer)).toBeNull(),
  );
});

describe('calendarListPage', () => {
  it('keeps a calendar of which a field is not what Google documents', () => {
    const items = [{ id: 'a', hidden: 'false', summary: 'Team' }, { summary: 'no id' }];
    expect(calendarListPage.parse({ items }).items).toEqual([{ id: 'a', summary: 'Team' }, null]);
  });
});

describe('an answer to watch', () => {
  const at = new Date('2027-03-08T08:00:00Z');
  it.each<[unknown, string | null, Date | null]>([
    [{ resourceId: 'r', expiration: String(+at) }, 'r', at],
    [{ resourceId: 'r', expiration: +at }, 'r', at],
    [{ resourceId: 'r', expiration: 'Mon, 08 Mar 2027 08:00:00 GMT' }, 'r', at],
    [{ resourceId: 'r', expiration: at.toISOString() }, 'r', at],
    [{ resourceId: 'r' }, 'r', null],
    [{ resourceId: 'r', expiration: null }, 'r', null],
    [{ resourceId: 'r', expiration: 'next week' }, 'r', null],
    [{ resourceId: 'r', expiration: { ms: 1 } }, 'r', null],
    [{ resourceId: 'r', expiration: '99999999999999999999' }, 'r', null],
    [{ expiration: String(+at) }, null, at],
    [{ resourceId: '', expiration: String(+at) }, null, at],
    [{ resourceId: 7, expiration: String(+at) }, null, at],
    [{ resourceId: ['r'], expiration: String(+at) }, null, at],
    [{}, null, null],
    ['', null, null],
    ['<html>', null, null],
    [null, null, null],
    [[], null, null],
  ])('%j opens a channel of resource %s until %s', (answer, resourceId, expiresAt) => {
    expect(readAnswer(channel, answer)).toEqual({ resourceId, expiresAt });
  });
});
