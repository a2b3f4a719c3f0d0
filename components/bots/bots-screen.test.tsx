import { beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { BOT } from '@/lib/contract/operations/examples';
import { renderScreen } from '@/test/browser/render';
import { BotsScreen } from './bots-screen';

const DAY = 86_400_000;
const inDays = (days: number, minutes = 0) =>
  new Date(Date.now() + days * DAY + minutes * 60_000).toISOString();
const BOTS = ['One', 'Two', 'Three'].map((title, index) => ({
  ...{ ...BOT, bot_id: `bot_${title}`, event_id: `evt_${title}`, title },
  ...{
    scheduled_join_time: inDays(index + 1),
    meeting_start: inDays(index + 1, 1),
    meeting_end: inDays(index + 1, 31),
  },
}));

function api() {
  const sent: unknown[] = [];
  const counts = { total: 3, status_groups: {}, sources: {} };
  const answers = {
    'GET /bots': () => ({ scheduled_bots: BOTS, next: null, has_more: false }),
    'GET /bots/counts': () => counts,
    ...Object.fromEntries(
      BOTS.flatMap((bot) => [
        [`GET /calendar/scheduled_bots/${bot.bot_id}`, () => ({ ...bot, timeline: [] })],
        [
          `PATCH /calendar/scheduled_bots/${bot.bot_id}`,
          async (request: Request) => {
            sent.push([bot.title, await request.json()]);
            return { ...bot, message: 'Bot updated.', updated_fields: [] };
          },
        ],
      ]),
    ),
  };
  return { answers, sent };
}

const panel = (title: string) => page.getByRole('dialog', { name: `Bot for ${title}` });
const row = (title: string) => page.getByRole('button', { name: title, exact: true });
const question = page.getByRole('alertdialog', { name: 'Close without saving?' });

beforeEach(() => page.viewport(1440, 900));

it('keeps the panel beside the list: j and k go on, also from within it, and rows open in it', async () => {
  await renderScreen(<BotsScreen />, { api: api().answers });
  await row('One').click();
  await expect.element(panel('One')).toBeVisible();
  await userEvent.keyboard('j');
  await expect.element(panel('Two')).toBeVisible();
  await row('Three').click();
  await expect.element(panel('Three')).toBeVisible();
  expect(document.querySelectorAll('[role="dialog"]')).toHaveLength(1);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.element(panel('Three')).not.toBeInTheDocument();
  await expect.element(row('Three')).toHaveFocus();
  expect(window.location.search).toBe('');
});

it('asks before it leaves unsaved edits for another bot, and keeps them, or gives them up', async () => {
  const { answers, sent } = api();
  await renderScreen(<BotsScreen />, { api: answers });
  await row('One').click();
  const name = panel('One').getByLabelText('Name', { exact: true });
  await name.fill('Minutes');
  await row('Two').click();
  await expect.element(question).toBeVisible();
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await expect.element(name).toHaveValue('Minutes');
  expect(window.location.search).toBe('?bot_id=bot_One');
  await row('Two').click();
  await question.getByRole('button', { name: 'Close without saving' }).click();
  await expect.element(panel('Two')).toBeVisible();
  await row('One').click();
  await expect.element(panel('One').getByLabelText('Name', { exact: true })).toHaveValue('Scribe');
  expect(sent).toEqual([]);
});

it('asks when it is closed with unsaved edits, and saves them with the version that was read', async () => {
  const { answers, sent } = api();
  await renderScreen(<BotsScreen />, { api: answers, at: '?bot_id=bot_Two' });
  await panel('Two').getByLabelText('Name', { exact: true }).fill('Minutes');
  await page.getByRole('button', { name: 'Close' }).click();
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await expect.element(panel('Two')).toBeVisible();
  await panel('Two').getByRole('button', { name: 'Save' }).click();
  await vi.waitFor(() => expect(sent).toEqual([['Two', { version: 1, bot_username: 'Minutes' }]]));
});

it('covers the list on a narrow screen', async () => {
  await page.viewport(1000, 900);
  await renderScreen(<BotsScreen />, { api: api().answers, at: '?bot_id=bot_One' });
  await expect.element(panel('One')).toBeVisible();
  expect(document.querySelector('[data-beside]')).toBeNull();
  await userEvent.keyboard('j');
  await expect.element(panel('One')).toBeVisible();
});
