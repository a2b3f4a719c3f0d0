import { expect, type Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';
let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${app.sandboxUrl}/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
  return response.json();
}

const rows = (page: Page, summary: string) => page.locator('li[data-event-id]').filter({ hasText: summary });

test('a meeting in two calendars has one row and one bot, which go along when it moves', async ({ page }) => {
  const events = `/calendars/${encodeURIComponent(ADA)}/events`;
  const projects = await control<{ id: string }>('POST', `/people/${ADA}/calendars`, { summary: 'Projects' });
  const meeting = { summary: 'Raise for Ben', inSeconds: 5 * 3600, link: 'meet' };
  const { id } = await control<{ id: string }>('POST', events, meeting);
  await control('POST', `${events}/${id}/copy-to-calendar`, { calendar: projects.id });
  await signInAsAda(page, app.url);

  const row = rows(page, 'Raise for Ben');
  await expect(row).toContainText('Also in Projects');
  await expect(row).toHaveCount(1);
  await row.getByRole('button').first().click();
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('Also in Projects. One bot joins for all.');
  await page.keyboard.press('Escape');

  const bots = row.getByRole('switch');
  await bots.click();
  await expect(bots).toBeChecked();
  await expect(row).toContainText('Scheduled');
  await bots.click();
  await expect(bots).not.toBeChecked();
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('You turned the bot off.');

  // Google tells of changes once the calendar is watched.
  await expect
    .poll(async () => {
      const { items } = await control<{ items: { resource?: string; subject?: string }[] }>(
        'GET',
        '/channels',
      );
      return JSON.stringify(items);
    })
    .toContain(`events:${ADA}`);
  // Deleted in the first calendar it is in the other one, and still has no bot.
  await control('DELETE', `${events}/${id}`);
  await expect(row).not.toContainText('Also in Projects');
  await expect(row).toContainText('You turned the bot off.');
});
