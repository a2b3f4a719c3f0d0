import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Switch } from './switch';

it('is found by its name, switched by keyboard, and large enough for a thumb', async () => {
  const switched: boolean[] = [];
  await render(<Switch aria-label="Bot" checked={false} onCheckedChange={(on) => switched.push(on)} />);
  const control = page.getByRole('switch', { name: 'Bot' });
  await userEvent.tab();
  await expect.element(control).toHaveFocus();
  await userEvent.keyboard(' ');
  expect(switched).toEqual([true]);
  expect(control.element().getBoundingClientRect().width).toBeGreaterThan(30);
});
