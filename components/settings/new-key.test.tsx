import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { NewKey } from './new-key';

it('keeps the focus where the person is: on the copy of the new key, then in the form again', async () => {
  await renderScreen(<NewKey />, {
    api: { 'POST /api_keys': () => ({ id: 'key_1', name: 'Notetaker', key: 'ush_secret' }) },
  });
  const name = page.getByLabelText('Name of the new key');
  await expect.element(name).not.toHaveFocus();
  await userEvent.fill(name, 'Notetaker');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('ush_secret')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Copy' })).toHaveFocus();
  await userEvent.click(page.getByRole('button', { name: 'Done' }));
  await expect.element(name).toHaveFocus();
  await expect.element(name).toHaveValue('');
});
