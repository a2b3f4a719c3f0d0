import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { reportUnreachable, useConnection } from '@/components/connection';
import { renderScreen } from '@/test/browser/render';
import { ConnectionNotice } from './connection-notice';

function Screen() {
  return (
    <>
      <ConnectionNotice />
      <output>{useConnection()}</output>
    </>
  );
}

const shown = page.getByRole('status');

it('says when the server does not answer, and refreshes the page when it does again', async () => {
  let health = () => new Response(null, { status: 502 });
  const { queryClient } = await renderScreen(<Screen />, { api: { 'GET /api/health': () => health() } });
  const refresh = vi.spyOn(queryClient, 'invalidateQueries');
  reportUnreachable();
  await expect.element(page.getByText('Can’t reach Usher')).toBeVisible();
  await expect.element(shown).toHaveTextContent('no_answer');
  expect(refresh).not.toHaveBeenCalled();
  health = () => Response.json({ ok: true });
  await expect.element(page.getByText('Back online'), { timeout: 5_000 }).toBeVisible();
  await expect.element(page.getByText('Can’t reach Usher')).not.toBeInTheDocument();
  expect(refresh).toHaveBeenCalledOnce();
});

it('says at once that the browser has no network', async () => {
  await renderScreen(<Screen />, { api: { 'GET /api/health': () => ({ ok: true }) } });
  window.dispatchEvent(new Event('offline'));
  await expect.element(page.getByText('You’re offline')).toBeVisible();
  await expect.element(shown).toHaveTextContent('no_network');
  window.dispatchEvent(new Event('online'));
  await expect.element(page.getByText('Back online')).toBeVisible();
});
