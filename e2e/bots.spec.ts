import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { api } from './api';
import { type RunningApp, startApp } from './app';
import { test } from './conforming';
import { sandbox } from './sandbox';
import { signInAsAda } from './sign-in';

const ADA = 'ada@northwind.example';
const DAY_S = 86_400;

let app: RunningApp;
test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('a bot is edited in its panel, and changes made elsewhere meanwhile are not overwritten', async ({
  page,
}) => {
  const meeting = await sandbox(app.sandboxUrl).addMeeting(ADA, { summary: 'Panel', inSeconds: 3 * DAY_S });
  await signInAsAda(page, app.url);
  const usher = api(app.url, await app.script('api-key', ADA));
  const row = page.locator('li[data-agenda-row]').filter({ hasText: meeting.summary });
  await row.getByRole('switch').click();
  await expect(row.locator('[data-bot-status="Scheduled"]')).toBeVisible();

  // From the meeting's own panel, by the keyboard.
  await row.locator('[data-row-button]').press('Enter');
  await page.getByRole('button', { name: 'Edit bot' }).press('Enter');
  const panel = page.getByRole('dialog', { name: `Bot for ${meeting.summary}` });
  await expect(panel.getByText(`Bot scheduled for “${meeting.summary}”.`)).toBeVisible();
  await expectAccessible(page);

  const save = panel.getByRole('button', { name: 'Save' });
  const name = panel.getByLabel('Name', { exact: true });
  const time = panel.getByLabel('Time, 24 hours');
  const day = panel.getByRole('button', { name: /^Day: / });
  const was = await time.inputValue();
  await name.fill('');
  // A day is chosen from a month, also with the keys.
  const [today] = (await day.innerText()).split(' 20');
  await day.press('Enter');
  const month = page.getByRole('dialog', { name: 'Day' });
  await expect(month.locator(':focus')).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(page);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Enter');
  await expect(month).toHaveCount(0);
  await expect(day).toBeFocused();
  await expect(day).not.toContainText(today ?? '');
  await expect(panel.getByText('must be 1 to 100 characters')).toBeVisible();
  await expect(panel.getByText('must be in the future')).toBeVisible();
  await expect(save).toBeDisabled();
  await name.fill('Clerk');
  await day.press('Enter');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Enter');
  await expect(day).toContainText(today ?? '');
  await time.fill('25');
  await expect(panel.getByText('must be a day and a time')).toBeVisible();
  await time.fill(fiveMinutesBefore(was).replaceAll(':', ''));
  await time.blur();
  await expect(time).toHaveValue(fiveMinutesBefore(was));
  await expect(panel.getByText('6 min before the start')).toBeVisible();
  await panel.getByRole('button', { name: 'Add an attribute' }).click();
  await panel.getByLabel('Name of attribute 1').fill('team');
  await panel.getByLabel('Value of team').fill('design');
  await panel.getByRole('radio', { name: 'JSON' }).click();
  const json = panel.getByLabel('Configuration as JSON');
  await expect(json).toHaveValue(/"team": "design"/);
  await json.fill('{ "bot_name": "Clerk", "custom_attributes": { "team": "design" }, "odd": [1] }');
  await save.click();
  await expect(page.getByText('Bot changed')).toBeVisible();
  await expect(panel.getByText(/changed: join time, name, attributes, configuration/)).toBeVisible();
  const [bot] = (await usher.get('/calendar/scheduled_bots')).body.scheduled_bots;
  expect(bot).toMatchObject({
    bot_username: 'Clerk',
    custom_attributes: { team: 'design' },
    bot_config: { odd: [1] },
    scheduled_join_time: new Date(Date.parse(meeting.start.dateTime) - 360_000).toISOString(),
  });

  await panel.getByRole('radio', { name: 'Form' }).click();
  await name.fill('Mine');
  const path = `/calendar/scheduled_bots/${bot.bot_id}`;
  const patch = (body: object) =>
    usher.send('PATCH', path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await patch({ bot_username: 'Theirs', bot_config: { bot_message: 'Hello' } });
  await expect(panel.getByText('Name is now “Theirs”.')).toBeVisible();
  await expect(panel.getByLabel('Chat message', { exact: true })).toHaveValue('Hello');
  await expect(save).toBeDisabled();
  await panel.getByRole('button', { name: 'Keep mine: Name' }).click();
  await save.click();
  // The button is named otherwise while it saves, so the bot itself tells when it is done.
  await expect
    .poll(async () => (await usher.get(path)).body)
    .toMatchObject({ bot_username: 'Mine', bot_config: { bot_message: 'Hello' } });
  await expect(save).toHaveCount(0);

  // Closing loses nothing that was typed; the focus goes back to where it came from.
  await name.fill('Forgotten');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await panel.getByRole('button', { name: 'Discard' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Edit bot' })).toBeFocused();
});

test('several bots are canceled at once, and undoing restores them as they were', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  await signInAsAda(page, app.url);
  const usher = api(app.url, await app.script('api-key', ADA));
  const title = (n: number) => `Bulk ${n}`;
  for (const n of [1, 2, 3, 4]) {
    await google.addMeeting(ADA, { summary: title(n), inSeconds: 5 * DAY_S + n * 3600 });
    const row = page.locator('li[data-agenda-row]').filter({ hasText: title(n) });
    await row.getByRole('switch').click();
    await expect(row.locator('[data-bot-status="Scheduled"]')).toBeVisible();
  }
  const bots = async () =>
    (await usher.get('/calendar/scheduled_bots')).body.scheduled_bots.filter((bot: { title: string }) =>
      bot.title.startsWith('Bulk'),
    );
  const [first] = await bots();
  await usher.send('PATCH', `/calendar/scheduled_bots/${first.bot_id}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ bot_username: 'Clerk', bot_config: { odd: 1 } }),
  });
  const without = (rows: object[]) => rows.map((row) => ({ ...row, bot_id: undefined, version: undefined }));
  const before = without(await bots());

  await page.getByRole('link', { name: 'Bots' }).first().click();
  const row = (n: number) => page.locator('[data-bot-id]').filter({ hasText: title(n) });
  await row(1).getByRole('checkbox').check();
  await row(3)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 selected')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await row(1).locator('[data-row-button]').focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('button', { name: 'Cancel 3 bots' }).click();
  await expect(row(2)).toHaveCount(0);
  await expect(page.getByText('3 bots canceled')).toBeVisible();
  expect((await bots()).map((bot: { title: string }) => bot.title)).toEqual([title(4)]);
  // Notices of the bots that were switched on may still be there.
  const notice = page.locator('[data-sonner-toast]').filter({ hasText: '3 bots canceled' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('3 bots restored')).toBeVisible();

  // Filters stand in the address, which restores them; the export has what they leave.
  await page.getByRole('searchbox', { name: 'Search bots' }).fill(title(2));
  await expect(row(1)).toHaveCount(0);
  await page.getByRole('button', { name: /^Scheduled/ }).click();
  await expect(page).toHaveURL(/q=Bulk\+2&status=scheduled/);
  await page.reload();
  await expect(row(2)).toBeVisible();
  await expect(row(1)).toHaveCount(0);
  const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
  const file = await page.evaluate(async (path) => (await fetch(path)).text(), csv ?? '');
  expect(file.trim().split('\r\n')).toHaveLength(2);
  expect(file).toContain(`"${title(2)}"`);
  await page.getByRole('button', { name: 'Subscribe in a calendar' }).click();
  await page.getByRole('button', { name: 'Create an address' }).click();
  const feed = await page.getByLabel('Address of the feed').inputValue();
  await expectAccessible(page);
  expect(await (await fetch(feed)).text()).toContain(`SUMMARY:${title(2)}`);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(row(1)).toBeVisible();
  await expect(row(2).locator('[data-bot-status="Scheduled"]')).toBeVisible();
  expect(without(await bots())).toEqual(before);
  const found = (await usher.get('/calendar/get_events?q=Bulk')).body.results;
  expect(found.map((event: { overrides: object }) => event.overrides)).toEqual(
    [1, 2, 3, 4].map(() => ({ occurrence: 'always', series: null })),
  );
});

test('the week view shows a week at a glance, is used by keyboard, and switches bots', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  for (const n of [1, 2, 3, 4, 5])
    await google.addMeeting(ADA, { summary: `Crowd ${n}`, inSeconds: untilNextSaturday(), minutes: 60 });
  await signInAsAda(page, app.url);
  await page.getByRole('radio', { name: 'Week' }).click();
  await expect(page).toHaveURL(/view=week/);
  const days = page.locator('[data-week-day]');
  await expect(days).toHaveCount(7);
  await expect(page.getByRole('heading', { name: /, today$/ })).toBeVisible();
  await page.keyboard.press('n');
  const crowd = page.locator('[data-week-day] [data-agenda-row]').filter({ hasText: 'Crowd' });
  await expect(crowd).toHaveCount(3);
  const block = crowd.first();
  await expectAccessible(page);

  // Side by side as far as they fit; the others in a list.
  const boxes = await Promise.all([0, 1, 2].map((n) => crowd.nth(n).boundingBox()));
  const [a, b, c] = boxes.map((box) => box?.x ?? 0).sort((one, other) => one - other);
  expect((b ?? 0) - (a ?? 0)).toBeGreaterThan(20);
  expect((c ?? 0) - (b ?? 0)).toBeGreaterThan(20);
  await page.getByRole('button', { name: /^2 more at/ }).click();
  await expect(page.getByRole('dialog').getByRole('button')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await block.getByRole('button').focus();
  await page.keyboard.press('b');
  await expect(block.getByRole('button', { name: /Bot: Scheduled/ })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(crowd.getByRole('button').and(page.locator(':focus'))).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(block.getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(block.getByRole('button')).toBeFocused();
  // Keys that come faster than the screen all count.
  const day = () => Date.parse(new URL(page.url()).searchParams.get('day') ?? '');
  const shown = day();
  await page.evaluate(() => {
    for (let count = 0; count < 5; count += 1)
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }));
  });
  expect(day() - shown).toBe(5 * 7 * DAY_S * 1000);
  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { name: /, today$/ })).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(days).toHaveCount(3);
  await expectAccessible(page);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
});

test('a meeting whose chosen link has disappeared says so until the link is back', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  const backup = 'https://us02web.zoom.us/j/85012345678?pwd=abc';
  const meeting = await google.addMeeting(ADA, { summary: 'Two links', inSeconds: 7200 });
  await google.edit(ADA, meeting.id, { description: `Backup: ${backup}` });
  await signInAsAda(page, app.url);
  await page.locator('li[data-event-id]').filter({ hasText: 'Two links' }).click();
  const panel = page.getByRole('dialog', { name: 'Two links' });
  await panel.getByRole('button', { name: '1 other link' }).click();
  await panel.getByRole('radio', { name: /zoom\.us/ }).click();
  await expect(panel.getByText('Chosen by you, from the description')).toBeVisible();

  await google.edit(ADA, meeting.id, { description: 'No backup' });
  const notice = panel.getByText(/^The link you chose is no longer in this event/);
  await expect(notice).toContainText('Bots join by this one until the link is back.');
  await panel.getByRole('button', { name: 'History' }).click();
  await expect(panel.getByText(/^“Two links” no longer names the link that was chosen/)).toBeVisible();
  await expectAccessible(page);

  await google.edit(ADA, meeting.id, { description: `Backup: ${backup}` });
  await expect(panel.getByText('“Two links” names the link that was chosen again')).toBeVisible();
  await expect(notice).toHaveCount(0);
  await google.edit(ADA, meeting.id, { description: '' });
  await panel.getByRole('button', { name: 'Forget my choice' }).click();
  await expect(notice).toHaveCount(0);
});

test('a person sets the link of a meeting, until the links of its event change', async ({ page }) => {
  const google = sandbox(app.sandboxUrl);
  const meeting = await google.addMeeting(ADA, { summary: 'Set by hand', inSeconds: 7200 });
  await signInAsAda(page, app.url);
  const row = page.locator('li[data-event-id]').filter({ hasText: 'Set by hand' });
  await row.click();
  const panel = page.getByRole('dialog', { name: 'Set by hand' });
  await panel.getByRole('button', { name: 'Use another link' }).click();
  const field = panel.getByRole('textbox', { name: 'Meeting link' });
  await field.fill('https://example.com/room');
  await field.press('Enter');
  await expect(page.getByText(/must be a link to a meeting on Google Meet/)).toBeVisible();
  await field.fill('https://us02web.zoom.us/s/85012345678?zak=secret&pwd=abc');
  await panel.getByRole('button', { name: 'Set link' }).click();
  await expect(panel.getByText('us02web.zoom.us/j/85012345678?pwd=abc')).toBeVisible();
  await expect(panel.getByText('You set this link.')).toBeVisible();
  await expectAccessible(page);
  await expect(row.getByText('(you set this link)')).toBeVisible();

  await google.edit(ADA, meeting.id, { location: 'https://whereby.com/set-by-hand' });
  await expect(panel.getByText(/^The links of this event are not those/)).toBeVisible();
  await panel.getByRole('button', { name: 'Forget my choice' }).click();
  await expect(row.getByText('(2 different links)')).toBeVisible();
});

/** Seconds until noon on the Saturday of next week, when nothing else is on. */
function untilNextSaturday(): number {
  const now = new Date();
  const days = 12 - ((now.getDay() + 6) % 7);
  const noon = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12);
  return Math.round((+noon - +now) / 1000);
}

/** A time of day such as `09:05`, or with seconds, five minutes earlier. */
function fiveMinutesBefore(time: string): string {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const earlier = new Date(Date.UTC(2026, 0, 2, hour, minute - 5, second)).toISOString().slice(11, 19);
  return earlier.replace(/:00$/, '');
}

async function expectAccessible(page: Page): Promise<void> {
  // Nothing moves while colors are measured.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`)).toEqual(
    [],
  );
}
