import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { useUrlState } from '@/components/url-state';
import { renderScreen } from '@/test/browser/render';
import { type BotsAddress, BotsToolbar, filtersOf, NO_FILTERS } from './bots-toolbar';

const COUNTS = {
  total: 3,
  status_groups: { scheduled: 0, active: 0, done: 118, failed: 3, cancelled: 16 },
  sources: { manual: 1, batch: 0, auto_reschedule: 0, auto: 2, always: 0 },
};

function Toolbar() {
  const { params, set } = useUrlState();
  const names = Object.keys(NO_FILTERS);
  const address = Object.fromEntries(names.map((name) => [name, params.get(name)])) as BotsAddress;
  const filters = filtersOf('past', address, {});
  return (
    <>
      <BotsToolbar view="past" address={address} filters={filters} onChange={set} />
      <output>{JSON.stringify(filters)}</output>
    </>
  );
}

const render = (at = '') => renderScreen(<Toolbar />, { at, api: { 'GET /bots/counts': () => COUNTS } });
const shown = () => page.getByText(/^\{/);

it('puts what is chosen into the address, and counts each choice', async () => {
  await render();
  await page.getByRole('button', { name: 'Failed 3' }).click();
  await expect.element(page.getByRole('button', { name: /^Failed/ })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Source: All sources' }).click();
  await page.getByRole('menuitemradio', { name: /^Auto-schedule/ }).click();
  await userEvent.type(page.getByRole('searchbox', { name: 'Search bots' }), 'retro');
  await expect.element(shown()).toHaveTextContent('{"status_group":"failed","source":"auto","q":"retro"}');
  expect(window.location.search).toBe('?status=failed&source=auto&q=retro');
});

it('restores filters from the address, and removes one or all of them', async () => {
  await render('?status=failed&source=auto&q=retro');
  const search = page.getByRole('searchbox', { name: 'Search bots' });
  await expect.element(search).toHaveValue('retro');
  await page.getByRole('button', { name: 'Remove filter: Auto-schedule' }).click();
  await expect.element(shown()).toHaveTextContent('{"status_group":"failed","q":"retro"}');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect.element(shown()).toHaveTextContent('{}');
  await expect.element(search).toHaveValue('');
});

it('ignores values that the address cannot mean', () => {
  const address = { ...NO_FILTERS, status: 'scheduled', source: 'magic', q: 'x'.repeat(300) };
  expect(filtersOf('past', address, {})).toEqual({ q: 'x'.repeat(200) });
});
