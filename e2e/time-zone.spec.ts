import { expect } from '@playwright/test';
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
test.use({ timezoneId: 'Europe/Stockholm' });

test('every screen shows times and days in the chosen zone, from the first moment', async ({ page }) => {
  const meeting = await sandbox(app.sandboxUrl).addMeeting(ADA, {
    summary: 'Call across the sea',
    inSeconds: 7200,
  });
  const start = new Date(meeting.start.dateTime);
  const clock = (timeZone: string) =>
    start.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const row = page.locator('li[data-event-id]').filter({ hasText: meeting.summary });
  await signInAsAda(page, app.url);
  await expect(row).toContainText(clock('Europe/Stockholm'));
  await expect(page.getByText(/^Times in /)).toHaveCount(0);

  await page.getByRole('link', { name: 'Settings' }).click();
  const choice = page.getByLabel('Time zone');
  await expect(choice.locator('option').first()).toHaveText(/^Automatic \(Stockholm, UTC\+[12]\)$/);
  await choice.focus();
  await choice.selectOption('Asia/Tokyo');
  await expect(page.getByText('Times in Tokyo')).toBeVisible();
  await expect(choice).toBeFocused();
  await expect
    .poll(() => page.evaluate(async () => (await (await fetch('/api/v1/settings')).json()).time_zone))
    .toBe('Asia/Tokyo');

  // No other time is ever shown, not even for a moment while the page loads.
  await page.addInitScript((summary) => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('li[data-event-id]')) {
        const time = row.textContent?.includes(summary) && row.querySelector('.times');
        if (time) seen.add(time.textContent?.slice(0, 5) ?? '');
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  }, meeting.summary);
  await page.goto(`${app.url}/meetings`);
  await expect(page.getByText('Times in Tokyo')).toBeVisible();
  await expect(row).toContainText(clock('Asia/Tokyo'));
  const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  expect(seen).toEqual([clock('Asia/Tokyo')]);
  await expect(page.locator('h2[id^="day-"]').first()).toHaveAttribute(
    'id',
    `day-${new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })}`,
  );

  await row.click();
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText(clock('Asia/Tokyo'));
  await expect(panel).toContainText(`${clock('Europe/Stockholm')}–`);
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Week' }).click();
  await expect(
    page.getByRole('button', { name: new RegExp(`^${meeting.summary}, ${clock('Asia/Tokyo')}`) }),
  ).toBeVisible();
  await page.goto(`${app.url}/activity`);
  const entry = page.getByText(/^Google Calendar of/).first();
  await expect(entry).toBeVisible();
  await expect(page.getByText('Time zone set to Asia/Tokyo.')).toBeVisible();

  // A zone that is chosen elsewhere is shown without a reload; without one, each device has its own again.
  await page.goto(`${app.url}/meetings`);
  await expect(row).toContainText(clock('Asia/Tokyo'));
  await page.evaluate(async () => {
    const answer = await fetch('/api/v1/settings', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ time_zone: null }),
    });
    // An answer that no one reads holds its connection, and everything that waits for its end.
    await answer.text();
  });
  await expect(row).toContainText(clock('Europe/Stockholm'));
  await expect(page.getByText(/^Times in /)).toHaveCount(0);

  // Of two choices made quickly the last one wins, however slow the first request is.
  await page.goto(`${app.url}/settings`);
  let calls = 0;
  await page.route('**/api/v1/settings', async (route) => {
    const isFirst = route.request().method() === 'PATCH' && ++calls === 1;
    if (isFirst) await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  const answered = (zone: string) =>
    page.waitForResponse(
      async (answer) => answer.request().method() === 'PATCH' && (await answer.text()).includes(zone),
    );
  const both = Promise.all([answered('Asia/Tokyo'), answered('Pacific/Auckland')]);
  await choice.selectOption('Asia/Tokyo');
  await choice.selectOption('Pacific/Auckland');
  await both;
  await page.reload();
  await expect(page.getByText('Times in Auckland')).toBeVisible();
});

test.describe('in America', () => {
  test.use({ locale: 'en-US' });

  test('times and dates are those of the region until a person chooses the format', async ({ page }) => {
    const meeting = await sandbox(app.sandboxUrl).addMeeting(ADA, {
      summary: 'Call at home',
      inSeconds: 7200,
    });
    const start = new Date(meeting.start.dateTime);
    const clock = (locale: string) =>
      start.toLocaleTimeString(locale, { timeZone: 'Europe/Stockholm', hour: 'numeric', minute: '2-digit' });
    const row = page.locator('li[data-event-id]').filter({ hasText: meeting.summary });
    await signInAsAda(page, app.url);
    // The zone of the test before is still chosen.
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ time_zone: null });
      await fetch('/api/v1/settings', { method: 'PATCH', headers, body });
    });
    await page.reload();
    await expect(row).toContainText(clock('en-US').replace(/\s*[AP]M/, ''));
    await expect(row).toContainText(/\d\s*[AP]M/);
    await page.goto(`${app.url}/settings`);
    await expect(page.getByLabel('Week starts on').locator('option').first()).toHaveText(
      'Automatic (Sunday)',
    );
    await page.getByLabel('Time format').selectOption('24h');
    await expect(page.getByText('Time format saved')).toBeVisible();
    await page.getByRole('link', { name: 'Meetings', exact: true }).click();
    await expect(row).toContainText(clock('en-GB'));
  });
});
