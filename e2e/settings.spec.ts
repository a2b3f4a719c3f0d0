import { expect, type Page } from '@playwright/test';
import { api } from './api';
import { type RunningApp, startApp, until } from './app';
import { test } from './conforming';
import { chooseAccount, chooseAda, signInAsAda } from './sign-in';

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
  await aboutApiKeys(page);
  await expect(page).toHaveURL(/kind=api_key/);
  await expect(page.getByText('API key “=Notetaker” revoked.')).toBeVisible();
  await expect(page.getByText(/^Google Calendar of/)).toHaveCount(0);
  await expect(page.getByText('requested').first()).toBeVisible();
  await page.getByRole('button', { name: 'Period: Any time' }).click();
  await page.getByRole('button', { name: 'First day: Any day' }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=2\d{3}-\d\d-\d\d/);
  await expect(page.getByText('No matching activity')).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await expect(page.getByText(/^Google Calendar of/)).toBeVisible();
  await expect(page).toHaveURL(/\/activity$/);
  await aboutApiKeys(page);
  // An export has the same filters.
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^usher-activity-\d{4}-\d\d-\d\d\.csv$/);
});

test('seven pages of one browser share one stream of changes, also when the page that has it closes', async ({
  context,
}) => {
  let streams = 0;
  const isStream = (url: string) => url.endsWith('/api/v1/changes');
  context.on('request', (request) => {
    if (isStream(request.url())) streams++;
  });
  const first = await context.newPage();
  await signInAsAda(first, app.url);
  await first.goto(`${app.url}/settings`);
  const others = [];
  for (let count = 1; count < 7; count++) {
    const page = await context.newPage();
    await page.goto(`${app.url}/settings`);
    others.push(page);
  }
  const choose = (page: Page, week_start: string) =>
    page.evaluate(
      (body) =>
        fetch('/api/v1/settings', {
          method: 'PATCH',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }).then(({ status }) => status),
      { week_start },
    );
  const expectChosen = async (pages: Page[], day: string) => {
    // Sooner than pages refetch without a change.
    for (const page of pages)
      await expect(page.getByLabel('Week starts on')).toHaveValue(day, { timeout: 10_000 });
  };
  const before = streams;
  expect(await choose(first, 'saturday')).toBe(200);
  await expectChosen([first, ...others], 'saturday');
  expect(streams).toBe(before);
  await first.close();
  const [second] = others as [Page, ...Page[]];
  expect(await choose(second, 'sunday')).toBe(200);
  await expectChosen(others, 'sunday');
  expect(streams).toBe(before + 1);
});

test('when a session ends, signing in leads back to the page, and to what was typed there', async ({
  page,
  context,
}) => {
  await page.goto(`${app.url}/bots?view=past`);
  await expect(page).toHaveURL(/\/sign-in\?back=/);
  await chooseAda(page);
  await expect(page).toHaveURL(/\/bots\?view=past$/);

  await page.goto(`${app.url}/auto-schedule`);
  const most = page.getByLabel('Maximum number of guests');
  await expect(most).toBeVisible();
  await context.clearCookies();
  await most.fill('7');
  // The preview of the rules is refused.
  await expect(page).toHaveURL(/\/sign-in\?back=%2Fauto-schedule$/);
  await chooseAda(page);
  await expect(page).toHaveURL(/\/auto-schedule$/);
  await expect(most).toHaveValue('7');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.reload();
  await expect(most).toHaveValue('');
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
  // The page of someone who was signed out asks from there too, and must hear it.
  expect((await fetch(`${app.url}/api/v1/api_keys`)).status).toBe(401);
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

test('the palette finds a meeting and opens it, and does what it says', async ({ page }) => {
  await signInAsAda(page, app.url);
  await expect(page.locator('li[data-event-id]').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Search meetings and commands' });
  await box.fill('design rev');
  await expect(page.getByRole('option', { selected: true })).toContainText('Design review: onboarding');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Design review: onboarding' }).first()).toBeVisible();
  await expect(page).toHaveURL(/event=evt_/);
  await page.goto(`${app.url}/activity`);
  await expect(page.getByLabel('Search activity')).toBeVisible();
  await page.keyboard.press('Control+k');
  await box.fill('turn on');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Turn on auto-schedule');
  const turnedOn = page.waitForResponse((answer) => answer.url().endsWith('/auto-schedule/enable'));
  await page.keyboard.press('Enter');
  expect((await turnedOn).status()).toBe(200);
  await page.keyboard.press('Control+k');
  await box.fill('turn off');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Turn off auto-schedule');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+k');
  await box.fill('calendars');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/calendars$/);
  await expect(page.getByRole('main')).toBeFocused();
});

test('an address that leads nowhere, and a page that fails, keep the way back', async ({ page }) => {
  await page.goto(`${app.url}/nothing-here`);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await signInAsAda(page, app.url);
  expect((await page.goto(`${app.url}/nothing-here`))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Bots' }).click();
  await expect(page.getByRole('tab', { name: 'Upcoming' })).toBeVisible();

  const status = await page.evaluate(async () => {
    const body = JSON.stringify({ id: 'a1b2c3d4', path: '/bots', message: 'Oh no', stack: 'at here' });
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch('/api/page-errors', { method: 'POST', headers, body })).status;
  });
  expect(status).toBe(204);
  await until(async () => app.output().includes('a1b2c3d4'), 5_000);
});

test('a page says within seconds that it is offline, and that it is back', async ({ page, context }) => {
  await signInAsAda(page, app.url);
  const indicator = page.getByRole('button', { name: /^Calendar sync/ });
  await expect(indicator).toHaveText('Live');
  // What shows messages is loaded after the page.
  await expect(page.locator('section[aria-label^="Notifications"]')).toBeAttached();
  await context.setOffline(true);
  await expect(indicator).toHaveText('Offline', { timeout: 5_000 });
  await expect(page.getByText('You’re offline')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('Back online')).toBeVisible();
  await expect(indicator).toHaveText('Live');
});

test('on a phone five places and “More” lead everywhere; no message lies on a switch', async ({ page }) => {
  await signInAsAda(page, app.url);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${app.url}/meetings`);
  await expect(page.locator('li[data-event-id]').first()).toBeVisible();
  const more = page.getByRole('button', { name: 'More', exact: true });
  const bar = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await expect(bar).toHaveCount(4);
  for (const place of [...(await bar.all()), more]) {
    const box = await place.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    const toggle = page.locator('li[data-event-id] [role="switch"]:not([aria-disabled="true"])').last();
    await toggle.scrollIntoViewIfNeeded();
    await toggle.click();
    await expect(page.locator('[data-sonner-toast]').first()).toBeVisible();
    expect(await coveredSwitches(page)).toEqual([]);
    await toggle.click();
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await more.click();
  await page.getByRole('menuitem', { name: 'Calendars' }).click();
  await expect(page).toHaveURL(/\/calendars$/);
});

test('nothing on Settings and Calendars moves while it loads', async ({ page }) => {
  await signInAsAda(page, app.url);
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.setViewportSize({ width: 800, height: 900 });
  for (const [path, last] of [
    ['/settings', 'What a key can do'],
    ['/calendars', 'Punctuality'],
  ] as const) {
    await page.goto(app.url + path);
    await expect(page.getByText(last)).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
  }
});

/** Returns the names of the switches on screen of which another element has the middle. */
function coveredSwitches(page: Page): Promise<string[]> {
  return page.locator('main').evaluate((main) =>
    [...main.querySelectorAll('[role="switch"]')].flatMap((toggle) => {
      const { left, top, width, height } = toggle.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return there?.closest('[data-sonner-toaster]') ? [toggle.getAttribute('aria-label') ?? ''] : [];
    }),
  );
}

/** Shows only activity about API keys. */
async function aboutApiKeys(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^About: / }).click();
  await page.getByRole('menuitemradio', { name: 'API keys' }).click();
}

test('a browser that is signed out elsewhere ends at once, and so do the copies of its cookie', async ({
  page,
  browser,
}) => {
  await signInAsAda(page, app.url);
  const other = await browser.newContext();
  const otherPage = await other.newPage();
  await signInAsAda(otherPage, app.url);
  const cookies = await other.cookies(app.url);
  const asOther = () =>
    fetch(`${app.url}/api/v1/settings`, {
      headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    });
  expect((await asOther()).status).toBe(200);

  await page.goto(`${app.url}/settings`);
  const sessions = page.getByRole('region', { name: 'Signed in' });
  await expect(sessions.getByText('this browser')).toHaveCount(1);
  // Other tests have signed in before.
  await sessions.getByRole('button', { name: 'Sign out all other browsers' }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  expect((await asOther()).status).toBe(401);
  await expect(otherPage).toHaveURL(/\/sign-in\?back=/);
  await other.close();
});

test('an administrator keeps someone out and lets them in again', async ({ page, browser }) => {
  await signInAsAda(page, app.url);
  const other = await browser.newContext();
  const bens = await other.newPage();
  await chooseAccount(bens, app.url, 'ben@northwind.example');
  await bens.goto(`${app.url}/administration`);
  await expect(bens.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await bens.goto(`${app.url}/bots`);

  await page.getByRole('link', { name: 'Administration' }).click();
  const ben = page.getByRole('listitem').filter({ hasText: 'ben@northwind.example' }).first();
  await ben.getByRole('button', { name: 'Actions for ben@northwind.example' }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(ben.getByText('Disabled', { exact: true })).toBeVisible();
  await expect(bens).toHaveURL(/\/sign-in/);
  await chooseAccount(bens, app.url, 'ben@northwind.example');
  await expect(bens.getByText('Your account is disabled')).toBeVisible();

  await ben.getByRole('button', { name: 'Actions for ben@northwind.example' }).click();
  await page.getByRole('menuitem', { name: 'Enable' }).click();
  await expect(ben.getByText('Disabled', { exact: true })).toHaveCount(0);
  await chooseAccount(bens, app.url, 'ben@northwind.example');
  await other.close();
});
