import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { type BotConfig, botConfig } from '@/lib/contract/bot-config';
import { DEFAULT_RULES } from '@/lib/scheduling/domain/rules';
import { renderScreen } from '@/test/browser/render';
import { useDraft } from '../use-draft';
import { BotConfigEditor } from './bot-config-editor';

const SAVED = { bot_name: 'Scribe', custom_attributes: { team: 'design' }, own_field: 1 } as BotConfig;

function Editor() {
  return <BotConfigEditor draft={useDraft<BotConfig>('bot-config', SAVED, botConfig)} />;
}

function api() {
  const saved: unknown[] = [];
  return {
    saved,
    answers: {
      'PATCH /calendar/auto-schedule/settings': async (request: Request) => {
        const { default_bot_config } = await request.json();
        saved.push(default_bot_config);
        return { auto_schedule_enabled: false, default_bot_config, rules: DEFAULT_RULES };
      },
    },
  };
}

const save = page.getByRole('button', { name: 'Save' });

it('saves what was changed, and leaves what it does not show as it was', async () => {
  const { answers, saved } = api();
  await renderScreen(<Editor />, { api: answers });
  await expect.element(save).not.toBeInTheDocument();
  await page.getByLabelText('Chat message').fill('Hello');
  await page.getByRole('switch', { name: 'Video' }).click();
  await page.getByLabelText('Silence').fill('120');
  await page.getByRole('button', { name: 'Add an attribute' }).click();
  await userEvent.keyboard('room');
  await page.getByLabelText('Value of room').fill('4');
  await expect.element(page.getByText('Also set: own_field.')).toBeVisible();
  await save.click();
  await expect.element(page.getByText('Bot settings saved')).toBeVisible();
  expect(saved).toEqual([
    {
      ...SAVED,
      ...{ bot_message: 'Hello', video_required: true, automatic_leave: { voice_inactivity_timeout: 120 } },
      custom_attributes: { team: 'design', room: '4' },
    },
  ]);
});

it('says beside a field what is wrong with it, does not save it, and discards it', async () => {
  const { answers, saved } = api();
  await renderScreen(<Editor />, { api: answers });
  const avatar = page.getByLabelText('Avatar URL');
  await avatar.fill('no address');
  await expect.element(page.getByRole('alert').first()).toBeVisible();
  await expect.element(avatar).toHaveAttribute('aria-invalid', 'true');
  await expect.element(save).toBeDisabled();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect.element(avatar).toHaveValue('');
  expect(saved).toEqual([]);
});

it('is the same as JSON, which stays on screen while it cannot be read', async () => {
  const { answers, saved } = api();
  await renderScreen(<Editor />, { api: answers });
  await page.getByRole('radio', { name: 'JSON' }).click();
  const json = page.getByLabelText('Configuration as JSON');
  expect(JSON.parse((json.element() as HTMLTextAreaElement).value)).toEqual(SAVED);
  await json.fill('{ "bot_name": ');
  await expect.element(page.getByText(/^This is not JSON/)).toBeVisible();
  await page.getByRole('radio', { name: 'Form' }).click();
  await expect.element(json).toBeVisible();
  await expect.element(save).toBeDisabled();
  await json.fill('{ "bot_name": "Minutes" }');
  await page.getByRole('radio', { name: 'Form' }).click();
  await expect.element(page.getByLabelText('Name', { exact: true })).toHaveValue('Minutes');
  await save.click();
  await vi.waitFor(() => expect(saved).toEqual([{ bot_name: 'Minutes' }]));
});
