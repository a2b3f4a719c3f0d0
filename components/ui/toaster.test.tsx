import { toast as sonner } from 'sonner';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { toast } from './toast';

it.each([
  [390, 844],
  [320, 640],
  [1280, 800],
])('leaves the switches at the right edge of rows free, %i px wide', async (width, height) => {
  await page.viewport(width, height);
  await renderScreen(<main id="main" />);
  toast('A bot joins “Quarterly planning with everyone who is invited”', { id: 'wide', duration: 60_000 });
  const shown = page.getByRole('listitem');
  await expect.element(shown).toBeVisible();
  const { left, right } = shown.element().getBoundingClientRect();
  expect(left).toBeGreaterThanOrEqual(0);
  expect(right).toBeLessThanOrEqual(width - 72);
  sonner.dismiss('wide');
});
