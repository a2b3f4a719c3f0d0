import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('rules are previewed before they are saved, and the bot is set up as a form and as JSON', async ({
  page,
}) => {
  await sandbox(app.sandboxUrl).addMeeting(ADA, { summary: 'Fishing with friends', inSeconds: 7200 });
  await signInAsAda(page, app.url);
  await expect(page.locator('li[data-event-id]').filter({ hasText: 'Fishing' })).toBeVisible();
  await page.getByRole('link', { name: 'Auto-schedule', exact: true }).click();
  await page.getByRole('switch', { name: 'Auto-schedule is off' }).click();
  await expect(page.getByText('Auto-schedule is on.')).toBeVisible();

  const never = page.getByRole('region', { name: 'Never send a bot when…' });
  const preview = page.getByRole('region', { name: 'Preview of the next 28 days' });
  const words = never.getByLabel('Title contains');
  await words.fill('fishing');
  await words.press('Enter');
  await expect(preview).toContainText('Title contains “fishing”.');
  await expect(preview).toContainText('Fishing with friends');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(preview).not.toContainText('Fishing with friends');

  // Invalid rules are neither previewed nor saved.
  const domains = never.getByLabel('A guest is from');
  await domains.fill('nowhere');
  await domains.press('Enter');
  await expect(never.getByRole('alert')).toContainText('“nowhere” must be a domain');
  await expect(preview).toContainText('Fix the errors to see a preview.');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await domains.press('Backspace');
  await words.fill('fishing');
  await words.press('Enter');
  // Nor are edits lost by leaving the page.
  await page.getByRole('link', { name: 'Meetings', exact: true }).click();
  const leaving = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await leaving.getByRole('button', { name: 'Keep editing' }).click();
  await expect(leaving).toBeHidden();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/1 bot canceled/)).toBeVisible();

  await page.getByRole('tab', { name: 'Bot settings' }).click();
  await page.getByLabel('Name').fill('Scribe');
  await page.getByRole('radio', { name: 'JSON' }).click();
  const json = page.getByLabel('Configuration as JSON');
  await json.fill('{ "bot_name": "Scribe", "odd": }');
  await expect(page.getByText('This is not JSON')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await json.fill('{ "bot_name": "Clerk", "odd": [1] }');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Bot settings saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Clerk');
  await expect(page.getByText('Also set: odd.')).toBeVisible();
});

test('overrides are set for a series and for one meeting, and bots scheduled and removed up to a meeting', async ({
  page,
}) => {
  await signInAsAda(page, app.url);
  // One of the series has a longer name.
  const named = page.getByText('Pairing with Ben', { exact: true });
  const meetings = page.locator('li[data-agenda-row]').filter({ has: named });
  await meetings.last().getByRole('button').first().click();
  const panel = page.getByRole('dialog');
  // On a wide screen the panel stands beside the list, and follows j and k.
  const title = panel.getByRole('heading').first();
  await expect(title).toHaveText('Pairing with Ben');
  await page.keyboard.press('k');
  await expect(title).not.toHaveText('Pairing with Ben');
  await page.keyboard.press('j');
  await expect(title).toHaveText('Pairing with Ben');
  const openMenu = () => panel.getByRole('button', { name: 'Series options' }).click();
  const series = page.getByRole('menu', { name: 'Series options' });
  await openMenu();
  await series.getByRole('menuitemradio', { name: /^On/ }).click();
  await expect(panel).toContainText('You turned bots on for this series.');
  await panel
    .getByRole('radiogroup', { name: /^Bot for/ })
    .getByRole('radio', { name: 'Off' })
    .click();
  await expect(panel).toContainText('You turned the bot off.');
  await openMenu();
  await series.getByRole('menuitem', { name: /Schedules bots for \d+ upcoming meetings/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Schedule bots' }).click();
  await expect(page.getByText(/^\d+ bots scheduled, the last for /)).toBeVisible();
  await openMenu();
  await series.getByRole('menuitem', { name: /Removes \d+ bots/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'No bots from here' }).click();
  await expect(panel).toContainText('Bots are off for this series');
  await panel.getByRole('button', { name: 'History' }).click();
  await expect(panel.getByRole('listitem').filter({ hasText: /series .* turned on/ })).toBeVisible();
});
