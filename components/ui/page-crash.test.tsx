import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { PageCrash } from './page-crash';

it('shows the id of an error of the server', async () => {
  const report = vi.fn();
  const error = Object.assign(new Error('An error occurred'), { digest: '123456' });
  await renderScreen(<PageCrash error={error} reset={() => {}} />, {
    api: { 'POST /api/page-errors': report },
  });
  await expect.element(page.getByText('123456')).toBeVisible();
  await expect
    .element(page.getByRole('link', { name: 'Back to meetings' }))
    .toHaveAttribute('href', '/meetings');
  expect(report).not.toHaveBeenCalled();
});

it('sends an error of the browser to the log, once, under the id it shows', async () => {
  const report = vi.fn(async (request: Request) => {
    sent.push(await request.json());
    return new Response(null, { status: 204 });
  });
  const sent: { id: string; message: string }[] = [];
  const reset = vi.fn();
  await renderScreen(<PageCrash error={new Error('x is not a function')} reset={reset} />, {
    api: { 'POST /api/page-errors': report },
  });
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.message).toBe('x is not a function');
  await expect.element(page.getByText(sent[0]?.id ?? '?')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(reset).toHaveBeenCalledOnce();
  expect(report).toHaveBeenCalledOnce();
});
