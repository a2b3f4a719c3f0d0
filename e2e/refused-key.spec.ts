import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';
const CREATE = { path: 'create_bot' };

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('a refused key costs no bot: the page says what MeetStream says, and the bot is sent when it accepts', async ({
  page,
}) => {
  const google = sandbox(app.sandboxUrl);
  const meeting = await google.addMeeting(ADA, { summary: 'Rotated key', inSeconds: 45, minutes: 30 });
  await signInAsAda(page, app.url);
  await google.addFault({ match: CREATE, effect: { status: 401, reason: 'Invalid API key' } });
  const row = rowOf(page, meeting.summary);
  await row.getByRole('switch').click();
  await expect(row.getByText('Waiting')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('MeetStream refuses Usher’s key: “Invalid API key”.').first()).toBeVisible();
  await page.goto(`${app.url}/bots`);
  const banner = page.getByRole('alert').filter({ hasText: 'MeetStream refuses' });
  await expect(banner).toContainText('1 bot waits; it is sent as soon as MeetStream accepts.');
  await expectAccessible(page);
  await google.clearFaults();
  await expect(banner).toHaveCount(0, { timeout: 20_000 });
  await expect.poll(async () => (await google.bots()).length).toBe(1);
});

test('a bot that failed is sent again while its meeting runs', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  const meeting = await google.addMeeting(ADA, { summary: 'Once more', inSeconds: 45, minutes: 30 });
  await signInAsAda(page, app.url);
  await google.addFault({ match: CREATE, times: 1, effect: { status: 422, reason: 'Not this one.' } });
  const row = rowOf(page, meeting.summary);
  await row.getByRole('switch').click();
  await expect(row.locator('[data-bot-status="Error"]')).toBeVisible({ timeout: 20_000 });
  const again = row.getByRole('button', { name: 'Send the bot for Once more again' });
  await expect(again).toBeVisible();
  await expectAccessible(page);
  await again.click();
  await expect(row.locator('[data-bot-status="Error"]')).toHaveCount(0);
  await expect(again).toHaveCount(0);
  await expect.poll(async () => (await google.bots()).length, { timeout: 20_000 }).toBe(2);
});

const rowOf = (page: Page, title: string) => page.locator('li[data-agenda-row]').filter({ hasText: title });

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
}
