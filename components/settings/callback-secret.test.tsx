import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { CallbackSecret } from './callback-secret';

const DAY = 86_400_000;
const secretOf = (name: string) => `whsec_${name}LongerThanWhatIsShown0000000000000=`;

/** An API with one person's secret. */
function api() {
  let answer = { callback_secret: secretOf('Old1'), previous_valid_until: null as string | null };
  const calls: string[] = [];
  return {
    calls,
    api: {
      'GET /callback_secret': () => answer,
      'POST /callback_secret': () => {
        calls.push('replace');
        answer = {
          callback_secret: secretOf('New1'),
          previous_valid_until: new Date(Date.now() + DAY).toISOString(),
        };
        return answer;
      },
      'DELETE /callback_secret/previous': () => {
        calls.push('end');
        answer = { ...answer, previous_valid_until: null };
        return answer;
      },
    },
  };
}

it('shows the beginning of the secret, replaces it after a question, and ends the previous one', async () => {
  const { api: answers, calls } = api();
  await renderScreen(<CallbackSecret />, { api: answers });
  await expect.element(page.getByText('whsec_Old1…')).toBeVisible();
  expect(document.body.textContent).not.toContain('LongerThanWhatIsShown');
  await expect.element(page.getByText('Previous secret')).not.toBeInTheDocument();

  await userEvent.click(page.getByRole('button', { name: 'Replace…' }));
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('both secrets for 24 hours');
  await userEvent.click(page.getByRole('button', { name: 'Cancel' }));
  expect(calls).toEqual([]);
  await userEvent.click(page.getByRole('button', { name: 'Replace…' }));
  await userEvent.click(page.getByRole('button', { name: 'Replace secret' }));
  await expect.element(page.getByText('whsec_New1…')).toBeVisible();
  await expect.element(page.getByText(/^Valid until .+, .+\. End it now/)).toBeVisible();

  await userEvent.click(page.getByRole('button', { name: 'End now' }));
  await expect.element(page.getByText('Previous secret', { exact: true })).not.toBeInTheDocument();
  expect(calls).toEqual(['replace', 'end']);
});

it('says why it cannot be loaded, and tries again', async () => {
  let fails = true;
  await renderScreen(<CallbackSecret />, {
    api: {
      'GET /callback_secret': () =>
        fails
          ? Response.json({ error: 'internal_error', message: 'It failed.' }, { status: 500 })
          : { callback_secret: secretOf('Old1'), previous_valid_until: null },
    },
  });
  await expect.element(page.getByRole('alert')).toHaveTextContent('It failed.');
  fails = false;
  await userEvent.click(page.getByRole('button', { name: 'Try again' }));
  await expect.element(page.getByText('whsec_Old1…')).toBeVisible();
});
