import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { Tooltip } from './tooltip';

const tooltip = page.getByRole('tooltip');

it('explains on focus by keyboard, keeps the focus, and goes with it or by Escape', async () => {
  await renderScreen(
    <Tooltip label="The meeting has ended.">
      <button type="button">Bot</button>
    </Tooltip>,
  );
  const button = page.getByRole('button', { name: 'Bot' });
  await userEvent.tab();
  await expect.element(tooltip).toHaveTextContent('The meeting has ended.');
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(tooltip).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
  await userEvent.tab();
  await userEvent.tab({ shift: true });
  await expect.element(tooltip).toBeVisible();
  await userEvent.tab();
  await expect.element(tooltip).not.toBeInTheDocument();
});

it('explains while the pointer is on its child', async () => {
  await renderScreen(
    <>
      <Tooltip label="The meeting has ended.">
        <button type="button">Bot</button>
      </Tooltip>
      <p style={{ marginTop: 300 }}>Elsewhere</p>
    </>,
  );
  await userEvent.hover(page.getByRole('button', { name: 'Bot' }));
  await expect.element(tooltip).toBeVisible();
  await userEvent.hover(page.getByText('Elsewhere'));
  await expect.element(tooltip).not.toBeInTheDocument();
});
