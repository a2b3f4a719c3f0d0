import { useState } from 'react';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { Button } from './button';
import { Popover, PopoverContent, PopoverTrigger, useClosePopover } from './popover';

const trigger = page.getByRole('button', { name: 'Filter' });
const content = page.getByRole('dialog', { name: 'Filters' });

function Close() {
  return (
    <button type="button" onClick={useClosePopover()}>
      Done
    </button>
  );
}

function Filters() {
  return (
    <>
      <Popover>
        <PopoverTrigger>Filter</PopoverTrigger>
        <PopoverContent aria-label="Filters">
          <Close />
        </PopoverContent>
      </Popover>
      <button type="button" style={{ position: 'fixed', right: 0, bottom: 0 }}>
        Elsewhere
      </button>
    </>
  );
}

it('takes the focus when it opens, and gives it back when it closes', async () => {
  await renderScreen(<Filters />);
  await expect.element(trigger).toHaveAttribute('aria-expanded', 'false');
  await trigger.click();
  await expect.element(page.getByRole('button', { name: 'Done' })).toHaveFocus();
  await expect.element(trigger).toHaveAttribute('aria-expanded', 'true');
  expect(trigger.element().getAttribute('aria-controls')).toBe(content.element().id);
  await userEvent.keyboard('{Escape}');
  await expect.element(content).not.toBeInTheDocument();
  await expect.element(trigger).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect.element(content).not.toBeInTheDocument();
  await expect.element(trigger).toHaveFocus();
});

it('closes by its button, and by a press elsewhere, which keeps the focus', async () => {
  await renderScreen(<Filters />);
  await trigger.click();
  await expect.element(content).toBeVisible();
  await trigger.click();
  await expect.element(content).not.toBeInTheDocument();
  await trigger.click();
  await expect.element(content).toBeVisible();
  const elsewhere = page.getByRole('button', { name: 'Elsewhere' });
  await elsewhere.click();
  await expect.element(content).not.toBeInTheDocument();
  await expect.element(elsewhere).toHaveFocus();
});

function Controlled() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Popover open={isOpen} onOpenChange={setIsOpen}>
        <PopoverTrigger asChild>
          <Button>Filter</Button>
        </PopoverTrigger>
        <PopoverContent aria-label="Filters">
          <button type="button" onClick={() => setIsOpen(false)}>
            Choose
          </button>
        </PopoverContent>
      </Popover>
      <p>{isOpen ? 'It is open' : 'It is closed'}</p>
    </>
  );
}

it('is opened and closed from outside, and stands beside a button that is its child', async () => {
  await renderScreen(<Controlled />);
  await trigger.click();
  await expect.element(page.getByText('It is open')).toBeVisible();
  await page.getByRole('button', { name: 'Choose' }).click();
  await expect.element(page.getByText('It is closed')).toBeVisible();
  await expect.element(trigger).toHaveFocus();
});
