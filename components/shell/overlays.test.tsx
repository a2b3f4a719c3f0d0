import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { Overlays, useOpenOverlay } from './overlays';
import { SHORTCUTS } from './shortcuts';

function Page() {
  const open = useOpenOverlay();
  return (
    <>
      <input aria-label="Title" />
      <button type="button" onClick={() => open('palette')}>
        Jump to
      </button>
    </>
  );
}

const palette = page.getByRole('dialog', { name: 'Search meetings and commands' });
const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const show = () =>
  renderScreen(
    <Overlays sandboxUrl={null}>
      <Page />
    </Overlays>,
  );

it('opens the palette by its shortcut, and gives the focus back when it closes', async () => {
  await show();
  const button = page.getByRole('button', { name: 'Jump to' });
  button.element().focus();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(palette).toBeVisible();
  await expect.element(page.getByRole('combobox')).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(palette).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});

it('shows every shortcut, also from the palette', async () => {
  await show();
  await page.getByRole('button', { name: 'Jump to' }).click();
  await page.getByRole('combobox').fill('keyboard');
  await userEvent.keyboard('{Enter}');
  await expect.element(shortcuts).toBeVisible();
  for (const { does } of Object.values(SHORTCUTS)) {
    await expect.element(shortcuts.getByText(does, { exact: true }).first()).toBeVisible();
  }
});

it('leaves the keys of a text field to it', async () => {
  await show();
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.click();
  await userEvent.keyboard('?{Control>}k{/Control}');
  await expect.element(title).toHaveValue('?');
  await expect.element(shortcuts).not.toBeInTheDocument();
  await expect.element(palette).not.toBeInTheDocument();
});
