import { expect, type Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';
const BEN = 'ben@northwind.example';
const TEAM = 'c_product_team@group.calendar.google.com';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

const account = (page: Page, email: string) => page.locator(`[data-account="${email}"]`);
const row = (page: Page, email: string, id: string) =>
  account(page, email).locator(`[data-calendar-id="${id}"]`);

test('calendars are turned off after a question and on again, and resynced; a second account is connected and disconnected', async ({
  page,
}) => {
  const google = sandbox(app.sandboxUrl);
  await google.addMeeting(TEAM, { summary: 'Team planning', inSeconds: 7200 });
  await signInAsAda(page, app.url);
  const meeting = page.locator('li[data-event-id]').filter({ hasText: 'Team planning' });
  const scheduled = page.waitForResponse((answer) => answer.url().includes('/override'));
  await meeting.getByRole('switch').click();
  expect((await scheduled).status()).toBe(200);

  await page.getByRole('link', { name: 'Calendars', exact: true }).click();
  const team = row(page, ADA, TEAM);
  const syncTeam = team.getByRole('switch');
  await expect(syncTeam).toBeChecked();
  await syncTeam.click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('1 scheduled bot is canceled');
  await page.keyboard.press('Escape');
  await expect(syncTeam).toBeChecked();
  await syncTeam.click();
  await question.getByRole('button', { name: 'Turn off' }).click();
  await expect(syncTeam).not.toBeChecked();
  await page.getByRole('link', { name: 'Meetings', exact: true }).click();
  await expect(page.locator('li[data-event-id]').first()).toBeVisible();
  await expect(meeting).toHaveCount(0);
  await page.goBack();
  await syncTeam.click();
  await expect(page.getByText('is on: 1 bot scheduled')).toBeVisible();
  await expect(team).toContainText('Live');

  await team.getByRole('button', { name: /Details/ }).click();
  await page.getByRole('button', { name: 'Resync this calendar' }).click();
  await expect(page.getByText('1 calendar resynced, everything is in order.')).toBeVisible();
  await page.keyboard.press('Escape');

  // Connecting a second account leaves the person signed in.
  await page.getByRole('button', { name: /^Connect/ }).click();
  await page.locator(`[data-email="${BEN}"]`).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText(`${BEN} is connected.`)).toBeVisible();
  await expect(account(page, ADA)).toBeVisible();
  await expect(row(page, BEN, BEN)).toContainText('Live');
  await expect(page.getByRole('button', { name: `Account: ${ADA}` })).toBeVisible();

  await page.getByRole('button', { name: `More for ${BEN}` }).click();
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
  const goodbye = page.getByRole('alertdialog');
  const confirm = goodbye.getByRole('button', { name: 'Disconnect' });
  await goodbye.getByRole('textbox').fill(ADA);
  await expect(confirm).toBeDisabled();
  await goodbye.getByRole('textbox').fill(BEN);
  await confirm.click();
  await expect(account(page, BEN)).toHaveCount(0);
  await expect(account(page, ADA)).toBeVisible();
});

test('a meeting whose notification was missed is there when someone opens the page', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  await signInAsAda(page, app.url);
  await google.setSettings({ push: { drop: 1 } });
  try {
    await google.addMeeting(ADA, { summary: 'Missed', inSeconds: 3 * 3600 });
    await page.reload();
    await expect(page.locator('li[data-event-id]').filter({ hasText: 'Missed' })).toBeVisible();
  } finally {
    await google.setSettings({ push: { drop: 0 } });
  }
});

test('an account whose access was revoked is reconnected by its address, also after a refusal', async ({
  page,
}) => {
  await signInAsAda(page, app.url);
  await sandbox(app.sandboxUrl).revoke(ADA);
  await page.reload();
  await page.getByRole('button', { name: 'Reconnect', exact: true }).click();
  await expect(page.getByRole('link', { name: `${ADA}, switch account` })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Access wasn’t granted. Nothing was changed.')).toBeVisible();
  // Google does not ask again which account it is.
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: `${ADA}, switch account` })).toBeVisible();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page.getByText(`${ADA} is connected.`)).toBeVisible();
  await expect(page.getByText(/lost access to/)).toHaveCount(0);
});
