import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { renderScreen } from '@/test/browser/render';
import { LimitDialog } from './limit-dialog';

const PERSON = {
  ...{
    id: 'usr_1',
    email: 'ben@usher.test',
    name: 'Ben',
    is_administrator: false,
    status: 'active' as const,
  },
  ...{ created_at: '2027-02-20T12:00:00.000Z', last_seen_at: null, accounts: [] },
  ...{ bots_booked: 0, bots_active: 0, max_bots: null, max_bots_default: 20 },
};

it('sets a limit, refuses one that is no number, and removes it when it is empty', async () => {
  const sent: unknown[] = [];
  const api = {
    'PATCH /people/usr_1': async (request: Request) => {
      sent.push(await request.json());
      return PERSON;
    },
  };
  const onClose = vi.fn();
  await renderScreen(<LimitDialog person={PERSON} onClose={onClose} />, { api });
  const field = page.getByLabelText('Bots at one time');
  const save = page.getByRole('button', { name: 'Save limit' });
  await expect.element(field).toHaveAttribute('placeholder', '20');
  await field.fill('0');
  await expect.element(page.getByRole('alert')).toHaveTextContent('A whole number from 1 to 1000.');
  await expect.element(save).toBeDisabled();
  await field.fill('5');
  await save.click();
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  await field.fill('');
  await save.click();
  await vi.waitFor(() => expect(sent).toEqual([{ max_bots: 5 }, { max_bots: null }]));
});
