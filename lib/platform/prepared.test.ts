import { expect, it } from 'vitest';
import { eventsQuery } from '@/lib/contract/events';
import { eventPage } from '@/lib/scheduling/queries/events';
import { prepared, preparedName } from './prepared';
import { type Sql, sql } from './sql';

const WINDOW = { timeMin: new Date(0), timeMax: new Date(1) };
const page = (asked: object): Sql =>
  eventPage.build('usr_1', { ...eventsQuery.parse(asked), mostBots: 20 }, WINDOW, null);
const nameOf = ({ text }: Sql) => preparedName({ sql: text });

it('what clients filter by leaves names for other statements', () => {
  const filters = [
    { has_link: 'true' },
    { has_bot: 'false' },
    { q: 'review' },
    { calendar_id: 'primary' },
    { show_deleted: 'true' },
    { updated_min: '2027-01-01T00:00:00Z' },
    { provider: 'outlook' },
    { expand: 'false' },
  ];
  for (let bits = 0; bits < 2 ** filters.length; bits++)
    page(Object.assign({}, ...filters.filter((_, bit) => bits & (1 << bit))));
  expect(nameOf(prepared(sql`SELECT 1 AS "after all of them"`))).not.toBe('');
  expect(nameOf(page({}))).not.toBe('');
  expect(nameOf(page({ show_deleted: 'true' }))).not.toBe('');
});
