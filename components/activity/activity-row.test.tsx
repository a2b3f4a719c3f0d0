import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { ListedActivity } from '@/lib/contract/activity';
import { renderScreen } from '@/test/browser/render';
import { ActivityRow } from './activity-row';

const entry = (id: number, changes: Partial<ListedActivity>): ListedActivity => ({
  ...{
    id: String(id),
    at: `2027-03-01T08:0${id}:00.000Z`,
    actor: 'usher',
    action: 'bot.status',
    cause: null,
  },
  ...{
    summary: `Step ${id}.`,
    event_id: 'evt_1',
    bot_id: 'bot_1',
    before: null,
    after: null,
    delay_ms: null,
    api_key: null,
  },
  ...changes,
});

it('opens the steps of a bot, oldest first, with what each changed beyond its sentence', async () => {
  const steps = [
    entry(3, { before: { status: 'Joining' }, after: { status: 'InMeeting' } }),
    entry(2, {}),
    entry(1, { before: { meetingUrl: null }, after: { meetingUrl: 'https://meet.example/x' } }),
  ];
  const asked: string[] = [];
  const activity = (request: Request) => {
    asked.push(new URL(request.url).search);
    return { next: null, has_more: false, results: steps };
  };
  const row = entry(3, { bot_entries: 3 });
  await renderScreen(
    <ul>
      <ActivityRow entry={row} />
    </ul>,
    { api: { 'GET /activity': activity } },
  );
  const button = page.getByRole('button', { name: '3 steps: Step 3.' });
  await expect.element(button).toHaveAttribute('aria-expanded', 'false');
  await button.click();
  const list = page.getByRole('list', { name: 'Steps of this bot' });
  await expect.element(list).toHaveTextContent(/Step 1\..*https:\/\/meet\.example\/x.*Step 2\..*Step 3\./);
  await expect.element(list).not.toHaveTextContent('In meeting');
  expect(asked).toEqual(['?bot_id=bot_1&limit=100']);
  await button.click();
  await expect.element(list).not.toBeInTheDocument();
});

it('offers what changed only where the sentence does not say it', async () => {
  const rules = {
    before: { rules: { never: { free: true } } },
    after: { rules: { never: { free: false } } },
  };
  const about = { bot_id: null, bot_entries: 1 };
  await renderScreen(
    <ul>
      <ActivityRow
        entry={entry(1, { ...about, ...rules, action: 'rules.changed', summary: 'Rules changed.' })}
      />
      <ActivityRow
        entry={entry(2, { ...about, before: { status: 'Scheduled' }, after: { status: 'Done' } })}
      />
    </ul>,
  );
  await expect.element(page.getByText('Step 2.')).toBeVisible();
  expect(page.getByRole('button').elements()).toHaveLength(1);
  await page.getByRole('button', { name: 'What changed: Rules changed.' }).click();
  await expect.element(page.getByText('Rules › never › free')).toBeVisible();
});
