import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMeetingLink } from '@/lib/meeting-link';
import { ruleFacts } from '@/lib/scheduling/domain/rule-facts';
import { SOUND_EVENT as EVENT, oddEvents } from '@/test/odd-events';
import { occurrencesOf } from './occurrences';
import { describeRecurrence } from './recurrence';
import { soundEvent, soundFields, titleText } from './sound-event';

describe('an event of Google’s', () => {
  it('is left as it came where it is sound, with the fields that we do not name', () => {
    expect(soundEvent(EVENT)).toBe(EVENT);
  });

  it.each([
    ['date: null', { start: { ...EVENT.start, date: null } }, { start: EVENT.start }],
    ['a start that is null', { start: null }, { start: undefined }],
    ['attendees that are no list', { attendees: { 0: { self: true } } }, { attendees: undefined }],
    ['attendees that are null', { attendees: [null, 'Ada', 7, []] }, { attendees: [] }],
    ['an answer of another kind', { attendees: [{ self: true, responseStatus: 'delegated' }] }, { attendees: [{ self: true }] }],
    ['an organizer that is null', { organizer: null }, { organizer: undefined }],
    ['a conference that is a list', { conferenceData: [] }, { conferenceData: undefined }],
    ['entry points that are no list', { conferenceData: { entryPoints: 'x' } }, { conferenceData: {} }],
    ['an entry point that is null', { conferenceData: { entryPoints: [null, { uri: 7 }] } }, { conferenceData: { entryPoints: [{}] } }],
    ['a number for a title', { summary: 42 }, { summary: undefined }],
    ['a title that is null', { summary: null }, { summary: undefined }],
    ['a number as text', { sequence: '1' }, { sequence: undefined }],
    ['a recurrence that is text', { recurrence: 'RRULE:FREQ=DAILY' }, { recurrence: undefined }],
    ['a visibility that no one knows', { visibility: 'secret' }, { visibility: 'secret' }],
    ['an iCalUID that fits into no index', { iCalUID: 'x'.repeat(1_025) }, { iCalUID: undefined }],
    ['an iCalUID of 501 umlauts', { iCalUID: 'ü'.repeat(501) }, { iCalUID: undefined }],
  ])('is read without %s', (_what, damaged, expected) => {
    expect(soundEvent({ ...EVENT, ...damaged })).toEqual({ ...EVENT, ...expected });
    expect(soundFields({ ...EVENT, id: null, ...damaged })).toEqual({ ...EVENT, id: null, ...expected });
  }); // biome-ignore format: a table

  it.each([
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { id: '' },
    { id: 'x'.repeat(1_025) },
    { id: 'ü'.repeat(501) },
  ])('is not %j', (value) => {
    expect(soundEvent(value)).toBeNull();
    expect(typeof soundFields(value)).toBe('object');
  });

  it('has no more text of its recurrence than could be followed', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `RDATE:${`2027030${i % 10}T090000Z,`.repeat(1_000)}`);
    const recurrence = soundEvent({ ...EVENT, recurrence: lines })?.recurrence ?? [];
    expect(recurrence.join('\n').length).toBeLessThan(300_000);
    expect(recurrence.slice(0, 7)).toEqual(lines.slice(0, 7));
    const [only = ''] = soundEvent({ ...EVENT, recurrence: [lines.join('')] })?.recurrence ?? [];
    expect(only.length).toBeGreaterThan(100_000);
    expect(only.length).toBeLessThan(131_073);
    expect(only).toMatch(/Z$/);
  });

  it('has a title that can be stored, cut between two characters', () => {
    expect(titleText('😀'.repeat(700))).toBe('😀'.repeat(500));
    expect(titleText(`x${'😀'.repeat(700)}`)).toBe(`x${'😀'.repeat(499)}`);
    expect([titleText('Standup'), titleText(undefined)]).toEqual(['Standup', undefined]);
  });
});

it('whatever stands in an event, it is read, expanded, decided about and described', () => {
  const window = { from: new Date('2027-02-01T00:00:00Z'), to: new Date('2027-04-01T00:00:00Z') };
  const context = { title: '', isAllDay: false, isRecurring: true, calendarId: 'a', accountEmail: 'a' };
  fc.assert(
    fc.property(oddEvents, oddEvents, fc.oneof(fc.string(), fc.constant('GMT+02:00')), (one, other, zone) => {
      const master = soundEvent(one);
      const exception = soundEvent(other);
      if (!master) return;
      const found = occurrencesOf(master, exception ? [exception] : [], window, zone);
      for (const occurrence of found) {
        expect(occurrence.start.getTime()).not.toBeNaN();
        expect(occurrence.end >= occurrence.start).toBe(true);
        expect(() => new Intl.DateTimeFormat('en', { timeZone: occurrence.timeZone })).not.toThrow();
      }
      describeRecurrence(master.recurrence ?? [], master.start ?? {}, zone);
      chooseMeetingLink(master, null);
      ruleFacts(master, context);
      JSON.stringify(master);
    }),
    { numRuns: 1_000, seed: 20261130 },
  );
});
