import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { measureLoad } from '@/bench/page-load';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen is accessible, ${colorScheme}`, async ({ page }) => {
    // The reference has 12,000 elements.
    test.setTimeout(300_000);
    // Nothing moves while colors are measured.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${app.url}/sign-in`);
    await expectAccessible(page);
    await page.goto(`${app.url}/sign-in/problem?reason=missing_scopes`);
    await expectAccessible(page);
    await page.goto(`${app.url}/api/v1/docs`);
    await expectAccessible(page);
    await signInAsAda(page, app.url);
    await expect(page.locator('li[data-event-id]').first()).toBeVisible();
    await expectAccessible(page);
    await page.locator('li[data-agenda-row]').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${app.url}/nothing-here`);
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    await expectAccessible(page);
    for (const [key, name] of [
      ['Control+k', 'Search meetings and commands'],
      ['?', 'Keyboard shortcuts'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
    }
    // An entry that has changed more than its sentence says.
    await page.evaluate(() =>
      fetch('/api/v1/settings', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ week_start: 'monday' }),
      }),
    );
    for (const [path, name] of [
      ['/activity', 'Search activity'],
      ['/settings', 'Name of the new key'],
      ['/administration', 'Find people'],
    ] as const) {
      await page.goto(app.url + path);
      await expect(page.getByLabel(name)).toBeVisible();
      if (path === '/activity') await page.getByText('What changed').first().click();
      if (path === '/administration')
        await expect(page.getByText('Administrator', { exact: true })).toBeVisible();
      await expectAccessible(page);
    }
    await page.goto(`${app.url}/bots`);
    await expect(page.getByRole('tab', { name: 'Upcoming' })).toBeVisible();
    await expectAccessible(page);
    for (const view of ['rules', 'bot']) {
      await page.goto(`${app.url}/auto-schedule?view=${view}`);
      await expect(page.getByRole('tabpanel')).toBeVisible();
      await expectAccessible(page);
    }
    await page.goto(`${app.url}/calendars?problem=access_denied`);
    await expect(page.locator('li[data-calendar-id]').first()).toBeVisible();
    await expectAccessible(page);
    await page
      .getByRole('button', { name: /Details/ })
      .first()
      .click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await expectAccessible(page);
  });

  test(`nothing is wider than a phone, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['/sign-in', '/sign-in/problem?reason=access_denied', '/api/v1/docs']) {
      await page.goto(app.url + path);
      await expectFits(page);
    }
    await signInAsAda(page, app.url);
    await expect(page.locator('li[data-event-id]').first()).toBeVisible();
    await expectFits(page);
    for (const path of ['/bots', '/activity', '/settings']) {
      await page.goto(app.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectFits(page);
    }
    await page.goto(`${app.url}/calendars`);
    await expect(page.locator('li[data-calendar-id]').first()).toBeVisible();
    await expectFits(page);
  });
}

test('meetings fit a phone and a tablet, hold still while they load, and come back with their filters', async ({
  page,
}) => {
  const long = 'Donaudampfschifffahrt'.repeat(12);
  await sandbox(app.sandboxUrl).addMeeting('ada@northwind.example', { summary: long, inSeconds: 3600 });
  await page.addInitScript(sumShifts);
  await signInAsAda(page, app.url);
  const rows = page.locator('li[data-agenda-row]');
  await expect(rows.filter({ hasText: long })).toBeVisible();
  const field = page.getByLabel('Search meetings and people');
  for (const width of [390, 820]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${app.url}/meetings`);
    await expect(rows.filter({ hasText: long })).toBeVisible();
    await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible();
    await expectFits(page);
    expect((await field.boundingBox())?.width).toBeGreaterThan(150);
    expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBeLessThan(0.001);
  }

  await page.goto(`${app.url}/meetings?platform=Zoom&repeats=recurring&bot=without`);
  await expect(rows.first()).toContainText('Zoom');
  await expect(page.getByRole('button', { name: 'Remove filter: Recurring' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter: Without a bot' }).click();
  await expect(page).toHaveURL(/\/meetings\?platform=Zoom&repeats=recurring$/);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/meetings$/);
  await expect(page.getByRole('main')).toBeFocused();

  await page.keyboard.press('g');
  const month = page.getByRole('dialog', { name: 'Go to date' });
  await month.getByRole('button', { name: 'Previous month' }).click();
  await month.getByRole('button', { pressed: false }).and(month.locator('td button')).first().click();
  await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/);
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/\/meetings$/);

  await page.keyboard.press('/');
  await page.keyboard.type('DONAUDAMPF');
  await expect(page.getByText('1 match', { exact: true }).first()).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(page.locator('mark').first()).toHaveText('Donaudampf');
  await expectAccessible(page);
  await page.reload();
  await expect(field).toHaveValue('DONAUDAMPF');
  await expect(rows).toHaveCount(1);
  await expectFits(page);
});

/** Sums up how far things have moved on the page that no one has asked for. */
function sumShifts(): void {
  const counted = Object.assign(window, { shifts: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) counted.shifts += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

test('a first meeting needs no more than 245 KiB of JavaScript and one font', async ({ page, browser }) => {
  await signInAsAda(page, app.url);
  const load = await measureLoad(browser, `${app.url}/meetings`, {
    cookies: await page.context().cookies(),
    row: 'li[data-event-id]',
  });
  expect(load.scripts / 1024).toBeLessThanOrEqual(245);
  expect(load.fonts / 1000).toBeLessThanOrEqual(75);
});

test('the focus has a place to go when the element that had it goes away', async ({ page }) => {
  const press = async (button: Locator) => {
    await button.focus();
    await page.keyboard.press('Enter');
  };
  const main = page.getByRole('main');
  await signInAsAda(page, app.url);
  const steps = page.getByRole('region', { name: 'First steps' });
  await press(steps.getByRole('button', { name: 'I’ll choose myself' }));
  await press(steps.getByRole('button', { name: 'Send a bot' }));
  // The demo's first meeting may have begun by now.
  await expect(steps).toContainText(/You’re all set.*It (joins|is in) /s);
  await expect(steps).toBeFocused();
  await press(steps.getByRole('button', { name: 'Close first steps' }));
  await expect(steps).toHaveCount(0);
  await expect(main).toBeFocused();
  const earlier = page.getByRole('button', { name: /^Show .*(earlier today|yesterday)$/ });
  if ((await earlier.textContent()) !== 'Show yesterday') await press(earlier);
  await press(page.getByRole('button', { name: 'Show yesterday' }));
  await expect(earlier).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Show 2 earlier weeks' })).toBeFocused();
  await page.goto(`${app.url}/calendars?problem=access_denied`);
  await press(page.getByRole('button', { name: 'Dismiss' }));
  await expect(main).toBeFocused();
});

/** Checks a page; a dark one, which differs in nothing else, for its contrasts. */
async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page });
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  if (isDark) axe.withRules('color-contrast');
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`)).toEqual(
    [],
  );
}

async function expectFits(page: Page): Promise<void> {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}
