import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { signInAsAda } from './sign-in';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen is accessible, ${colorScheme}`, async ({ page }) => {
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
    for (const [path, name] of [
      ['/activity', 'Search activity'],
      ['/settings', 'Name of the new key'],
    ] as const) {
      await page.goto(app.url + path);
      await expect(page.getByLabel(name)).toBeVisible();
      if (path === '/activity') await page.getByText('What changed').first().click();
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

test('the focus has a place to go when the element that had it goes away', async ({ page }) => {
  const press = async (button: Locator) => {
    await button.focus();
    await page.keyboard.press('Enter');
  };
  const main = page.getByRole('main');
  await signInAsAda(page, app.url);
  const steps = page.getByRole('region', { name: 'First steps' });
  await press(steps.getByRole('button', { name: 'Send a bot' }));
  await expect(steps).toContainText('It joins');
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

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`)).toEqual(
    [],
  );
}

async function expectFits(page: Page): Promise<void> {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}
