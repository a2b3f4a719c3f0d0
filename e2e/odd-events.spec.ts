import { expect, type Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { signInAsAda } from './sign-in';

const HOUR = 3_600_000;
let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());
test.use({ timezoneId: 'Europe/Stockholm' });

/** Adds an event to Ada's calendar, with a link, that begins and ends so long from now. */
async function add(
  summary: string,
  from: number,
  to: number,
  fields: { timeZone?: string; recurrence?: string[] } = {},
) {
  const { timeZone = 'Europe/Stockholm', ...others } = fields;
  const at = (ms: number) => ({
    dateTime: new Date(Math.floor((Date.now() + ms) / HOUR) * HOUR).toISOString(),
    timeZone,
  });
  const response = await fetch(`${app.sandboxUrl}/control/calendars/ada%40northwind.example/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ summary, start: at(from), end: at(to), link: 'meet', ...others }),
  });
  expect(response.ok).toBe(true);
}

const row = (page: Page, summary: string) => page.locator('li[data-event-id]').filter({ hasText: summary });

test('odd zones and meetings of days break no page, and show what is true', async ({ page }) => {
  await add('By an offset', 2 * HOUR, 3 * HOUR, { timeZone: 'GMT+02:00' });
  await add('From Mars', 2 * HOUR, 3 * HOUR, { timeZone: 'Mars/Base', recurrence: ['RRULE:FREQ=DAILY'] });
  await add('Hackathon', -20 * HOUR, 16 * HOUR);
  await add('Offsite', 30 * HOUR, 66 * HOUR);
  await add('Exhibition', -15 * 24 * HOUR, 6 * 24 * HOUR);
  await signInAsAda(page, app.url);

  await expect(row(page, 'By an offset').first()).toBeVisible();
  await expect(row(page, 'Hackathon')).toContainText(/\w{3} \d+ \w{3} – \w{3} \d+ \w{3}/);
  await expect(row(page, 'Exhibition')).toContainText('The meeting began more than 14 days ago');
  await expect(row(page, 'Exhibition')).not.toContainText('Will be scheduled');

  await row(page, 'From Mars').first().getByRole('button').first().click();
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText(
    'The time zone "Mars/Base" is unknown; Europe/Stockholm is used instead.',
  );
  await page.keyboard.press('Escape');
  await row(page, 'Offsite').getByRole('button').first().click();
  await expect(panel).toContainText(/, \d\d:\d\d, to/);
  await expect(panel).toContainText('36 h');
  await page.keyboard.press('Escape');

  await page.getByRole('radio', { name: 'Week' }).click();
  await expect(page.getByRole('list', { name: 'All day' })).toContainText(/Hackathon.*\d\d:\d\d – /);
});
