import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { calendarHealth } from '@/lib/contract/operations/calendars';
import { meetingAt } from '@/test/agenda';
import { renderScreen } from '@/test/browser/render';
import { MeetingsScreen } from '../meetings-screen';

const DAY = 86_400_000;
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const answerWith = (results: unknown[]) => ({ results, next: null, previous: null, has_more: false });
/** A page of a series of meetings, and how many there are in all. */
const pageOf = (from: number, to: number, next: string | null, total?: object) => ({
  ...answerWith(
    Array.from({ length: to - from }, (_, index) => named(`Daily ${from + index}`, from + index)),
  ),
  ...{ next, has_more: next !== null, total },
});
const named = (summary: string, days: number, fields: object = {}) =>
  meetingAt(Date.now() + days * DAY, { raw: { summary, ...fields } });

/** An API whose searches are answered when the test says so. */
function searches() {
  const asked: URLSearchParams[] = [];
  const waiting = new Map<string, ((results: unknown[]) => void)[]>();
  const getEvents = (request: Request) => {
    const query = new URL(request.url).searchParams;
    const q = query.get('q');
    if (!q) return answerWith([]);
    asked.push(query);
    const side = query.has('time_min') ? 'ahead' : 'before';
    return new Promise((resolve) => {
      const key = `${q} ${side}`;
      waiting.set(key, [...(waiting.get(key) ?? []), (results) => resolve(answerWith(results))]);
    });
  };
  const answer = async (q: string, ahead: unknown[], before: unknown[] = []) => {
    for (const [side, results] of [
      ['ahead', ahead],
      ['before', before],
    ] as const) {
      // The first search loads the results' code too.
      await expect
        .poll(() => waiting.get(`${q} ${side}`)?.length ?? 0, { timeout: 10_000 })
        .toBeGreaterThan(0);
      for (const resolve of waiting.get(`${q} ${side}`) ?? []) resolve(results);
    }
  };
  const api = {
    'GET /calendar/get_events': getEvents,
    'GET /calendar/events': () => answerWith([]),
    'GET /calendar/health': () => calendarHealth.example.answer,
  };
  return { api, answer, asked };
}

const field = page.getByLabelText('Search meetings and people');
const rows = () => [...document.querySelectorAll('[data-agenda-row]')].map((row) => row.textContent ?? '');

it('shows upcoming and past matches by month, marks them, and says how many there are', async () => {
  const { api, answer } = searches();
  await renderScreen(<MeetingsScreen />, { api });
  await field.fill('cafe');
  const ahead = named('Café review', 40);
  const before = named('Plan', -40, { attendees: [{ displayName: 'Zoë Café', email: 'z@usher.test' }] });
  await answer('cafe', [ahead], [before]);
  await expect.element(page.getByText('2 matches')).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Upcoming' })).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Past' })).toBeVisible();
  for (const event of [ahead, before])
    await expect
      .element(page.getByRole('heading', { name: MONTH.format(new Date(event.start_time)) }))
      .toBeVisible();
  expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Café', 'Café']);
  expect(rows()[1]).toContain('Guest: Zoë Café');
  expect(window.location.search).toBe('?q=cafe');
});

it('never shows an answer that comes after that of a later search', async () => {
  const { api, answer } = searches();
  await renderScreen(<MeetingsScreen />, { api });
  await field.fill('first');
  await expect.poll(() => window.location.search).toBe('?q=first');
  await field.fill('second');
  await answer('second', [named('The second', 1)]);
  await expect.element(page.getByText('The second')).toBeVisible();
  await answer('first', [named('The first', 1)]);
  await expect.element(page.getByText('1 match', { exact: true }).first()).toBeVisible();
  expect(rows().join()).toContain('The second');
  expect(rows().join()).not.toContain('The first');
});

it('searches on the server with the filters of the address, whose chips can be removed', async () => {
  const { api, answer, asked } = searches();
  await renderScreen(<MeetingsScreen />, { api, at: '?q=plan&platform=Zoom&bot=no_link' });
  await answer('plan', []);
  await expect.element(page.getByText('No matches for “plan”')).toBeVisible();
  expect(asked[0]?.get('platform')).toBe('Zoom');
  expect(asked[0]?.get('decision')).toBe('no_link');
  await page.getByRole('button', { name: 'Remove filter: Zoom' }).click();
  await expect.poll(() => window.location.search).toBe('?q=plan&bot=no_link');
  await answer('plan', []);
  await page.getByRole('button', { name: 'Search without filters' }).click();
  await expect.poll(() => window.location.search).toBe('?q=plan');
  await userEvent.click(field);
  await userEvent.keyboard('{Escape}');
  await expect.element(field).toHaveValue('');
  await expect.poll(() => window.location.search).toBe('');
});

it('reads few matches to the end, and counts them; of many it says that there are more', async () => {
  const asked: string[] = [];
  const total = { count: 0, is_exact: true };
  const pages: Record<string, object> = {};
  const api = {
    'GET /calendar/get_events': (request: Request) => {
      const query = new URL(request.url).searchParams;
      if (!query.has('q')) return answerWith([]);
      if (!query.has('time_min')) return { ...answerWith([]), total };
      const at = `${query.get('q')} ${query.get('cursor')}`;
      asked.push(at);
      return pages[at];
    },
    'GET /calendar/events': () => answerWith([]),
    'GET /calendar/health': () => calendarHealth.example.answer,
  };
  pages['few null'] = pageOf(0, 100, 'rest', { count: 150, is_exact: true });
  pages['few rest'] = pageOf(100, 150, null);
  pages['many null'] = pageOf(0, 100, 'rest', { count: 200, is_exact: false });
  await renderScreen(<MeetingsScreen />, { api });
  await field.fill('few');
  await expect.element(page.getByText('150 matches')).toBeVisible();
  await field.fill('many');
  await expect.element(page.getByText('More than 200 matches')).toBeVisible();
  expect(rows()).toHaveLength(100);
  expect(asked).toEqual(['few null', 'few rest', 'many null']);
});
