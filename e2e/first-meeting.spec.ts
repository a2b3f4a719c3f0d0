import { expect, type Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('a person signs in, sees the meetings, switches on a bot, and watches it move and join', async ({
  page,
}) => {
  const google = sandbox(app.sandboxUrl);
  // Each state lasts long enough to be seen, also on a busy machine.
  await google.setSettings({ bots: { speed: 0.4 } });
  await signInAsAda(page, app.url);
  await expect(page.getByText('Design review: onboarding').first()).toBeVisible();
  const steps = page.getByRole('region', { name: 'First steps' });
  await steps.getByRole('button', { name: 'All my meetings with a link' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Send a bot to all meetings with a link?' });
  await expect(asked).toContainText(/\d+ meetings in the next 28 days get a bot/);
  await expect(asked.getByRole('listitem').filter({ hasText: 'Design review: onboarding' })).toBeVisible();
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await steps.getByRole('button', { name: 'I’ll choose myself' }).click();
  await expect(steps.getByRole('button', { name: 'Send a bot' })).toBeFocused();

  const standUp = await google.addMeeting(ADA, { summary: 'Stand-up with the new team', inSeconds: 80 });
  const planning = await google.addMeeting(ADA, {
    summary: 'Planning that will move',
    inSeconds: 3600,
    link: 'https://acme.zoom.us/j/85012345678?pwd=abc',
  });
  const cancelled = await google.addMeeting(ADA, { summary: 'Retro that will not happen', inSeconds: 7200 });
  const switchFor = (title: string) => row(title).getByRole('switch');
  const row = (title: string) => page.locator('li[data-event-id]').filter({ hasText: title });
  const state = (title: string) => row(title).locator('[data-bot-status]');

  // Added after the page was loaded, they appear automatically.
  for (const { summary } of [standUp, planning, cancelled]) {
    await switchFor(summary).click();
    await expect(state(summary)).toHaveAttribute('data-bot-status', 'Scheduled');
  }

  await expect(steps).toContainText(standUp.summary);
  await steps.getByRole('button', { name: 'Close first steps' }).click();
  await expect(steps).toHaveCount(0);
  await page.reload();
  await expect(state(planning.summary)).toBeVisible();
  await expect(steps).toHaveCount(0);

  const before = await state(planning.summary).textContent();
  await google.move(ADA, planning.id, 30);
  await expect(state(planning.summary)).not.toHaveText(before ?? '');
  await expect(state(planning.summary)).toHaveAttribute('data-bot-status', 'Scheduled');

  await google.cancel(ADA, cancelled.id);
  await expect(state(cancelled.summary)).toHaveAttribute('data-bot-status', 'Cancelled');

  const seen = await recordStates(page, standUp.summary);
  await expect(state(standUp.summary)).toHaveAttribute('data-bot-status', 'Recording', { timeout: 90_000 });
  expect((await seen()).filter((status) => status !== 'Scheduled')).toEqual([
    'Joining',
    'WaitingRoom',
    'InMeeting',
    'Recording',
  ]);

  await page.getByRole('link', { name: 'Bots' }).first().click();
  await expect(page.getByText('1 active, 1 scheduled')).toBeVisible();
  await page.goBack();

  // Switched off while the bot is in the meeting: it is recalled.
  await switchFor(standUp.summary).click();
  await expect(state(standUp.summary)).toHaveAttribute('data-bot-status', 'Cancelled');
  await expect(switchFor(standUp.summary)).not.toBeChecked();

  await page.getByRole('link', { name: 'Bots' }).first().click();
  await page.getByRole('tab', { name: 'Past' }).click();
  await expect(state(cancelled.summary)).toHaveAttribute('data-bot-status', 'Cancelled');

  await page.getByRole('link', { name: 'Calendars' }).first().click();
  const punctuality = page.getByRole('region', { name: /Punctuality/ });
  await expect(punctuality).toContainText(/Joins.*slowest \d.* s · 1 bot, none missed/);
  await expect(punctuality).toContainText(/Changes.*slowest \d.* s · 1 change/);

  const calls = await google.createCalls();
  expect(calls).toHaveLength(1);
  expect(calls[0]?.status).toBe(201);

  await page.goto(app.sandboxUrl);
  await page.getByRole('link', { name: 'Open the app' }).click();
  await expect(page).toHaveURL(/\/meetings/);
});

/** Records every state that a meeting's bot shows on screen from now on, however briefly. */
async function recordStates(page: Page, title: string): Promise<() => Promise<string[]>> {
  await page.evaluate((wanted) => {
    const states: string[] = [];
    Object.assign(window, { states });
    const look = () => {
      const row = [...document.querySelectorAll('li[data-event-id]')].find((li) =>
        li.textContent?.includes(wanted),
      );
      const status = row?.querySelector('[data-bot-status]')?.getAttribute('data-bot-status');
      if (status && status !== states.at(-1)) states.push(status);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  }, title);
  return () => page.evaluate(() => (window as unknown as { states: string[] }).states);
}

test('each way a sign-in can end has a page that says what to do', async ({ page }) => {
  await page.goto(`${app.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await page.locator('[data-email="ben@northwind.example"]').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(/\/sign-in\/problem\?reason=access_denied/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.goto(`${app.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Google' }).click();
  await page.locator('[data-email="ben@northwind.example"]').click();
  await page.locator('[data-scope*="calendar"]').uncheck();
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page).toHaveURL(/\/sign-in\/problem\?reason=missing_scopes/);

  // Google asks again for the permission that was missing, and this time its box is checked.
  await page
    .getByRole('button', { name: /again|Google/ })
    .first()
    .click();
  await page.locator('[data-email="ben@northwind.example"]').click();
  await page.locator('[data-scope*="calendar"]').check();
  // Google may take its time.
  await sandbox(app.sandboxUrl).addFault({
    match: { path: '/token$' },
    times: 1,
    effect: { delayMs: 5_000 },
  });
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect(page).toHaveURL(/\/meetings/);
});
