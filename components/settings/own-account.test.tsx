import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { OwnAccount } from './own-account';

it('deletes the account only once its address is typed', async () => {
  const sent: unknown[] = [];
  // The page stays: a test has no sign-in page to go to.
  const api = {
    'DELETE /account': async (request: Request) => {
      sent.push(await request.json());
      return Response.json({ error: 'internal_error', message: 'Try again.' }, { status: 500 });
    },
  };
  await renderScreen(<OwnAccount email="ada@usher.test" />, { api });
  await expect
    .element(page.getByRole('link', { name: 'Export' }))
    .toHaveAttribute('href', '/api/v1/account/export');
  await page.getByRole('button', { name: 'Delete account…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete your account?' });
  const confirm = dialog.getByRole('button', { name: 'Delete account' });
  await expect.element(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('someone@usher.test');
  await expect.element(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('Ada@usher.test');
  await confirm.click();
  await vi.waitFor(() => expect(sent).toEqual([{ confirm: 'Ada@usher.test' }]));
});
