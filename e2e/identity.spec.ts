import { expect, type Page } from '@playwright/test';
import { api } from './api';
import { type RunningApp, startApp, until } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { chooseAccount } from './sign-in';

const ADA = 'ada@northwind.example';
const BEN = 'ben@northwind.example';
const CHLOE = 'chloe@northwind.example';
const RENAMED = 'ada.lovelace@northwind.example';

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

const accounts = (page: Page) => page.locator('[data-account]');
const signedInAs = (page: Page, email: string) =>
  expect(page.getByRole('button', { name: `Account: ${email}` })).toBeVisible();

test('a renamed person finds everything, and the next one with the address starts anew', async ({
  page,
  browser,
}) => {
  const google = sandbox(app.sandboxUrl);
  await google.addMeeting(ADA, { summary: 'Ways to say hello', inSeconds: 7200 });
  await chooseAccount(page, app.url, ADA);
  const meeting = page.locator('li[data-event-id]').filter({ hasText: 'Ways to say hello' });
  const scheduled = page.waitForResponse((answer) => answer.url().includes('/override'));
  await meeting.getByRole('switch').click();
  expect((await scheduled).status()).toBe(200);
  const key = await app.script('api-key', ADA);

  await google.rename(ADA, RENAMED);
  await google.addPerson(ADA, 'Another Ada');
  const other = await (await browser.newContext()).newPage();
  await chooseAccount(other, app.url, ADA);
  await signedInAs(other, ADA);
  await expect(other.getByText('Ways to say hello')).toHaveCount(0);
  await other.goto(`${app.url}/calendars`);
  await expect(accounts(other)).toHaveCount(1);
  await other.goto(`${app.url}/settings`);
  await expect(other.getByText('Created from the command line')).toHaveCount(0);

  const again = await (await browser.newContext()).newPage();
  await chooseAccount(again, app.url, RENAMED);
  await signedInAs(again, RENAMED);
  await expect(
    again.locator('li[data-event-id]').filter({ hasText: 'Ways to say hello' }).getByRole('switch'),
  ).toBeChecked();
  const client = api(app.url, key);
  // The list of calendars says the new address; reading it live is what opening the page does.
  const { body } = await client.get('/calendar');
  expect(body.calendars.filter((calendar: { isPrimary: boolean }) => calendar.isPrimary)).toMatchObject([
    { id: RENAMED, sync_enabled: true },
  ]);
  await again.goto(`${app.url}/calendars`);
  await expect(accounts(again)).toHaveCount(1);
  await expect(accounts(again)).toHaveAttribute('data-account', RENAMED);
  const bots = await client.get('/calendar/scheduled_bots');
  expect(bots.body.scheduled_bots).toHaveLength(1);
});

test('an address that Google has not verified is refused, also as text', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  for (const emailVerified of [false, 'true', null]) {
    await google.setClaims(BEN, { emailVerified });
    await chooseAccount(page, app.url, BEN);
    await expect(page.getByRole('heading', { name: 'Your address isn’t verified' })).toBeVisible();
  }
  await google.setClaims(BEN, { emailVerified: true, claimedEmail: 'Ben@Northwind.Example' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator(`[data-email="${BEN}"]`).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await signedInAs(page, BEN);
});

test('a person of whom Google cannot say who they are is confirmed by the operator', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  const client = api(app.url, await app.script('api-key', CHLOE));
  const scopes = ['https://www.googleapis.com/auth/calendar.readonly'];
  await client.post('/calendar/create_calendar', await google.credentialsWith(CHLOE, scopes));
  await google.revoke(CHLOE);
  await until(async () => (await client.get('/calendar')).status === 409, 20_000);
  await chooseAccount(page, app.url, CHLOE);
  await expect(page.getByRole('heading', { name: 'Is this account yours?' })).toBeVisible();
  expect(await app.script('confirm-person', CHLOE)).toContain(`wanted to sign in as ${CHLOE}`);
  expect(await app.script('confirm-person', CHLOE, 'same')).toContain('find everything');
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.locator(`[data-email="${CHLOE}"]`).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await signedInAs(page, CHLOE);
  expect((await client.get('/calendar')).status).toBe(200);
});
