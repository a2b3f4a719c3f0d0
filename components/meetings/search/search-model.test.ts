import { expect, it } from 'vitest';
import { searchWords } from '@/lib/occurrences/domain/search-text';
import { meetingAt } from '@/test/agenda';
import { byMonth, matchesBeside, matchesInWords } from './search-model';

const at = (day: string) => new Date(`${day}T12:00:00`).getTime();
const months = (events: Parameters<typeof byMonth>[0], order: 'asc' | 'desc') =>
  byMonth(events, order).map(({ month, events }) => `${month}: ${events.map(({ id }) => id).join(' ')}`);

it('groups matches by the month they begin in, in the order asked for', () => {
  const events = [
    meetingAt(at('2027-01-04'), { id: 'c' }),
    meetingAt(at('2026-12-31'), { id: 'b' }),
    meetingAt(at('2026-12-01'), { id: 'a' }),
    meetingAt(at('2027-01-01'), {
      ...{ id: 'day', is_all_day: true },
      raw: { start: { date: '2026-12-31' }, end: { date: '2027-01-03' } },
    }),
  ];
  expect(months(events, 'asc')).toEqual(['2026-12: a b day', '2027-01: c']);
  expect(months(events, 'desc')).toEqual(['2027-01: c', '2026-12: day b a']);
  expect(months([], 'asc')).toEqual([]);
});

it('shows a meeting in several calendars once, and none that was canceled without a bot', () => {
  const first = meetingAt(at('2026-12-01'), { id: 'first' });
  const copy = { calendar_id: 'x', calendar_name: 'X' };
  const events = [
    { ...first, copies: [{ ...copy, id: 'second' }] },
    meetingAt(at('2026-12-01'), { id: 'second', copy_of: 'first', copies: [{ ...copy, id: 'first' }] }),
    meetingAt(at('2026-12-02'), { id: 'gone', is_deleted: true }),
  ];
  expect(months(events, 'asc')).toEqual(['2026-12: first']);
});

it('says where words are that the title does not have', () => {
  const event = meetingAt(at('2026-12-01'), {
    raw: {
      summary: 'Café review',
      location: 'Zürich',
      organizer: { email: 'ada@northwind.example', displayName: 'Ada' },
      attendees: [
        { email: 'zoe@contoso.example', displayName: 'Zoë' },
        { email: 'bob@contoso.example', displayName: 'Bob' },
      ],
    },
  });
  const found = (search: string) =>
    matchesBeside(event, searchWords(search)).map(({ label, text }) => `${label}: ${text}`);
  expect(found('cafe REVIEW')).toEqual([]);
  expect(found('cafe zoe')).toEqual(['Guest: Zoë']);
  expect(found('contoso')).toEqual(['Guest: zoe@contoso.example']);
  expect(found('zurich northwind')).toEqual(['Organizer: ada@northwind.example', 'Location: Zürich']);
});

it('counts matches in words', () => {
  expect([matchesInWords(1), matchesInWords(2), matchesInWords(1200)]).toEqual([
    ...['1 match', '2 matches', `${(1200).toLocaleString()} matches`],
  ]);
  expect([matchesInWords(100, 'some'), matchesInWords(100, 'many'), matchesInWords(300, 'many')]).toEqual([
    ...['100+ matches', 'More than 200 matches', 'More than 300 matches'],
  ]);
});
