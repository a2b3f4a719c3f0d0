import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { rules as rulesSchema } from '@/lib/contract/rules';
import { DEFAULT_RULES, type Rules } from '@/lib/scheduling/domain/rules';
import { renderScreen } from '@/test/browser/render';
import { useDraft } from '../use-draft';
import { RulesEditor } from './rules-editor';

type Asked = { rules: Rules };

/** An API where two meetings have a bot, and a word in the title takes one of them away. */
function api() {
  const saved: unknown[] = [];
  const health = { ok: true, mode: 'push', connections: [], stopped_providers: [], inngest_server: null };
  const lunch = {
    ...{ event_id: 'evt_1', title: 'Lunch with Ben', code: 'never_title', reason: 'Title contains “lunch”.' },
    ...{ start_time: '2027-03-01T12:00:00Z', end_time: '2027-03-01T13:00:00Z' },
  };
  return {
    saved,
    answers: {
      'GET /calendar/health': () => health,
      'POST /calendar/auto-schedule/preview': async (request: Request) => {
        const { rules } = (await request.json()) as Asked;
        const dropped = rules.never.title_keywords.includes('lunch') ? [lunch] : [];
        return {
          ...{
            auto_schedule_enabled: true,
            joins_now: 2,
            would_join: 2 - dropped.length,
            added: [],
            dropped,
          },
          ...{ time_min: '2027-03-01T08:00:00Z', time_max: '2027-03-29T08:00:00Z' },
        };
      },
      'PUT /calendar/auto-schedule/rules': async (request: Request) => {
        const rules = await request.json();
        saved.push(rules);
        return { message: 'Saved.', rules, scheduled_now: 0, cancelled_now: 1 };
      },
    },
  };
}

function Editor() {
  return <RulesEditor draft={useDraft<Rules>('rules', DEFAULT_RULES, rulesSchema)} />;
}

beforeEach(() => page.viewport(1280, 900));
afterEach(() => page.viewport(1280, 900));

// First: notices of other tests would lie on its button.
it('has its preview one tap away on a phone', async () => {
  await page.viewport(390, 844);
  const { answers } = api();
  await renderScreen(<Editor />, { api: answers });
  const button = page.getByRole('button', { name: /^Preview/ });
  await expect.element(button).toHaveTextContent('2 with a bot');
  await button.click();
  const sheet = page.getByRole('dialog', { name: 'Preview of the rules' });
  await expect.element(sheet).toHaveTextContent('2 meetings with a bot.');
  await userEvent.keyboard('{Escape}');
  await expect.element(button).toHaveFocus();
});

it('previews a rule before it is saved, and saves what is on screen', async () => {
  const { answers, saved } = api();
  await renderScreen(<Editor />, { api: answers });
  const preview = page.getByRole('region', { name: 'Preview of the next 28 days' });
  await expect.element(preview).toHaveTextContent('2 meetings with a bot.');
  const words = page.getByRole('region', { name: 'Never send a bot when…' }).getByLabelText('Title contains');
  await userEvent.type(words, 'lunch{Enter}');
  await expect.element(preview).toHaveTextContent('Will lose its bot−1');
  await expect.element(preview).toHaveTextContent('Lunch with Ben');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.element(page.getByText('1 bot canceled in the next 24 hours.')).toBeVisible();
  expect(saved).toMatchObject([{ never: { title_keywords: ['lunch'] } }]);
});

it('neither previews nor saves rules that are wrong, and says what is wrong', async () => {
  const { answers } = api();
  await renderScreen(<Editor />, { api: answers });
  await page.getByLabelText('Minimum number of guests').fill('5');
  await page.getByLabelText('Maximum number of guests').fill('2');
  await expect.element(page.getByRole('alert')).toHaveTextContent('must not be below the minimum');
  await expect.element(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect.element(page.getByLabelText('Minimum number of guests')).toHaveValue(null);
});
