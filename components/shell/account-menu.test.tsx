import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { AccountMenu } from './account-menu';

const button = page.getByRole('button', { name: 'Account: ada@usher.test' });
const menu = page.getByRole('menu');

it.each(['{Enter}', '{ArrowDown}'])('opens by %s, and gives the focus back', async (key) => {
  await renderScreen(<AccountMenu email="ada@usher.test" name="Ada" sandboxUrl={null} />);
  await expect.element(button).toHaveAttribute('aria-haspopup', 'menu');
  await userEvent.tab();
  await userEvent.keyboard(key);
  await expect.element(menu).toBeVisible();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('menuitemradio').first()).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(menu).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard(key);
  await expect.element(menu).toBeVisible();
});
