import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type FeedMeeting, writeCalendar } from './calendar-feed';

const MEETING: FeedMeeting = {
  uid: 'evt_1_20270301T090000Z',
  sequence: 3,
  changedAt: new Date('2027-02-27T10:00:00.123Z'),
  start: new Date('2027-03-01T09:00:00Z'),
  end: new Date('2027-03-01T09:30:00Z'),
  title: 'Design review',
  description: 'Usher joins at 08:59 UTC.',
  link: 'https://us02web.zoom.us/j/85012345678?pwd=abc',
  page: 'https://usher.example/bots?bot_id=bot_1',
};

const parse = (text: string) => new ICAL.Component(ICAL.parse(text) as unknown[] as never);
const eventOf = (changes: Partial<FeedMeeting>) => {
  const [event] = parse(writeCalendar([{ ...MEETING, ...changes }])).getAllSubcomponents('vevent');
  return new ICAL.Event(event as never);
};

describe('a calendar feed', () => {
  it('is read by another program as it was meant', () => {
    const event = eventOf({});
    expect(event).toMatchObject({
      uid: `${MEETING.uid}@usher`,
      summary: MEETING.title,
      description: MEETING.description,
      location: MEETING.link,
      sequence: 3,
    });
    expect(event.startDate.toJSDate()).toEqual(MEETING.start);
    expect(event.endDate.toJSDate()).toEqual(MEETING.end);
    expect(event.startDate.zone.tzid).toBe('UTC');
    const property = (name: string) => String(event.component.getFirstPropertyValue(name));
    expect(property('url')).toBe(MEETING.page);
    expect(property('status')).toBe('CONFIRMED');
    expect(property('transp')).toBe('TRANSPARENT');
    expect(property('dtstamp')).toBe('2027-02-27T10:00:00Z');
  });

  it.each([
    'a, b; c \\ d',
    'two\nlines',
    'windows\r\nlines',
    `${'long '.repeat(60)}end`,
    'ü'.repeat(200),
    '🦉'.repeat(100),
    'שלום עולם',
    'BEGIN:VEVENT\r\nUID:evil',
  ])('keeps the title %j', (title) => {
    const text = writeCalendar([{ ...MEETING, title }]);
    expect(parse(text).getAllSubcomponents('vevent')).toHaveLength(1);
    expect(eventOf({ title }).summary).toBe(title.replace(/\r\n/g, '\n'));
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('has no end where a meeting takes no time, and no control characters', () => {
    const event = eventOf({ end: MEETING.start, title: 'a\u0007b' });
    expect(event.component.hasProperty('dtend')).toBe(false);
    expect(event.summary).toBe('a b');
  });

  it('is a calendar also when it is empty', () => {
    const calendar = parse(writeCalendar([]));
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Meetings with a bot');
    expect(calendar.getAllSubcomponents('vevent')).toEqual([]);
  });
});
