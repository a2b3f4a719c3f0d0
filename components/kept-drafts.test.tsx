import { afterEach, beforeEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { forgetDrafts, keepDraftsOf, useKeptDraft } from './kept-drafts';

function Form({ name, label = name }: { name: string; label?: string }) {
  const [draft, setDraft] = useKeptDraft<{ title: string }>(name);
  return (
    <input
      aria-label={label}
      value={draft?.title ?? ''}
      onChange={({ target }) => setDraft(target.value ? { title: target.value } : null)}
    />
  );
}

const field = (name: string) => page.getByRole('textbox', { name, exact: true });

beforeEach(() => keepDraftsOf('usr_1'));
afterEach(() => forgetDrafts());

it('has what was typed when the form comes back, each form its own', async () => {
  await renderScreen(<Form name="rules" />);
  await field('rules').fill('Only with guests');
  // The first form is still there, as when a page is left without a word: nothing forgets its edits.
  await renderScreen(
    <>
      <Form name="rules" label="again" />
      <Form name="bot" />
    </>,
  );
  await expect.element(field('again')).toHaveValue('Only with guests');
  await expect.element(field('bot')).toHaveValue('');
});

it('forgets what was typed when the form leaves the page', async () => {
  const { unmount } = await renderScreen(<Form name="rules" />);
  await field('rules').fill('Only with guests');
  await unmount();
  await renderScreen(<Form name="rules" />);
  await expect.element(field('rules')).toHaveValue('');
});

it('shows another person nothing of it, and keeps nothing for the first one', async () => {
  await renderScreen(<Form name="rules" />);
  await field('rules').fill('Only with guests');
  keepDraftsOf('usr_2');
  expect(window.sessionStorage).toHaveLength(0);
  await renderScreen(<Form name="rules" label="other" />);
  await expect.element(field('other')).toHaveValue('');
  keepDraftsOf('usr_1');
  await renderScreen(<Form name="rules" label="again" />);
  await expect.element(field('again')).toHaveValue('');
});
