import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { useUrlState } from './url-state';

function Filter() {
  const { params, set } = useUrlState();
  return (
    <>
      <output>{params.toString()}</output>
      <button type="button" onClick={() => set({ q: 'stand-up' }, 'push')}>
        Search
      </button>
      <button type="button" onClick={() => set({ q: null, view: '' })}>
        Clear
      </button>
    </>
  );
}

it('keeps state in the address, which the Back button brings back', async () => {
  await renderScreen(<Filter />, { at: '?view=week' });
  const shown = page.getByRole('status');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect.element(shown).toHaveTextContent('view=week&q=stand-up');
  expect(window.location.search).toBe('?view=week&q=stand-up');
  window.history.back();
  await expect.element(shown).toHaveTextContent('view=week');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.element(shown).toBeEmptyDOMElement();
});
