import { expect } from '@playwright/test';
import { api } from './api';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { signInAsAda } from './sign-in';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('a key is created, used and revoked, and the activity records it', async ({ page }) => {
  await signInAsAda(page, app.url);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Name of the new key').fill('=Notetaker');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.locator('code', { hasText: /^ush_\w{49}$/ }).innerText();
  expect((await api(app.url, key).get('/api_keys')).status).toBe(200);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await expect(page.getByText(key.slice(0, 12))).toBeVisible();
  await expect(page.getByText(key)).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke =Notetaker' }).click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('No key yet')).toBeVisible();
  expect((await api(app.url, key).get('/api_keys')).status).toBe(403);

  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByLabel('About what').selectOption('api_key');
  await expect(page).toHaveURL(/kind=api_key/);
  await expect(page.getByText('API key “=Notetaker” revoked.')).toBeVisible();
  await expect(page.getByText(/^Google Calendar of/)).toHaveCount(0);
  await expect(page.getByText('requested').first()).toBeVisible();
  await page.getByRole('button', { name: 'First day: Any day' }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=2\d{3}-\d\d-\d\d/);
  await expect(page.getByText('No matching activity')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByText(/^Google Calendar of/)).toBeVisible();
  await expect(page).toHaveURL(/\/activity$/);
  await page.getByLabel('About what').selectOption('api_key');
  // An export has the same filters.
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^usher-activity-\d{4}-\d\d-\d\d\.csv$/);
});

test('guesses from one address are limited, whatever address they claim to have', async () => {
  const guess = async (n: number) =>
    (
      await fetch(`${app.url}/api/v1/api_keys`, {
        headers: { Authorization: `Token guess-${n}`, 'X-Forwarded-For': `192.0.2.${n % 256}` },
      })
    ).status;
  const answers = await Promise.all(Array.from({ length: 320 }, (_, n) => guess(n)));
  expect(new Set(answers)).toEqual(new Set([403, 429]));
  expect(answers.filter((status) => status === 403).length).toBeLessThanOrEqual(300);
});

test('the provider that sends the bots of an account can be chosen', async ({ page }) => {
  await signInAsAda(page, app.url);
  await page.goto(`${app.url}/settings`);
  const choice = page.getByLabel('Bot provider of ada@northwind.example');
  await expect(choice.locator('option:checked')).toHaveText('Default (MeetStream)');
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await choice.selectOption('Attendee');
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(choice.locator('option:checked')).toHaveText('Attendee');
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(
    page.getByText('Bots for ada@northwind.example are sent by Attendee from now on.'),
  ).toBeVisible();
});
