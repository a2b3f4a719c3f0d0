import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { meetingAt } from '@/test/agenda';
import { renderScreen } from '@/test/browser/render';
import { AgendaRow } from '../agenda-row';
import { MeetingSelection } from './meeting-selection';

const NOW = Date.now();
const MEETINGS = ['One', 'Two', 'Three', 'Four'].map((summary, index) =>
  meetingAt(NOW + (index + 1) * 3_600_000, { id: summary, raw: { summary } }),
);

function List({ onOpen = () => {} }: { onOpen?: () => void }) {
  return (
    <MeetingSelection meetings={MEETINGS} now={NOW}>
      <ul>
        {MEETINGS.map((event) => (
          <AgendaRow
            key={event.id}
            event={event}
            now={NOW}
            color={undefined}
            onOpen={onOpen}
            onSetBot={() => {}}
          />
        ))}
      </ul>
    </MeetingSelection>
  );
}

const answerWith = (id: string, will_join: boolean) => ({
  event_id: id,
  decision: {
    will_join,
    code: 'override_always',
    reason: 'Another meeting has its link.',
    override: 'always',
  },
  removed_bots: [],
});

it('selects by x, Shift and the arrows, turns the bots on, says which one cannot join, and undoes it', async () => {
  const sent: string[] = [];
  const put = (id: string, joins: boolean) => ({
    [`PUT /calendar/events/${id}/override`]: async (request: Request) => {
      sent.push(`${id} ${(await request.json()).override}`);
      return answerWith(id, joins);
    },
  });
  const api = { ...put('One', true), ...put('Two', false), ...put('Three', true) };
  await renderScreen(<List />, { api });
  await expect.element(page.getByRole('region', { name: 'Selected meetings' })).not.toBeInTheDocument();
  document.querySelector<HTMLElement>('[data-event-id="One"] [data-row-button]')?.focus();
  await userEvent.keyboard('x');
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  const bar = page.getByRole('region', { name: 'Selected meetings' });
  await expect.element(bar).toHaveTextContent('3 selected');
  await bar.getByRole('button', { name: 'Turn on' }).click();
  await expect.element(page.getByText('Bots turned on for 2 meetings')).toBeVisible();
  await expect.element(page.getByText('Not for 1 meeting: Two: Another meeting has its link.')).toBeVisible();
  expect(sent).toEqual(['One always', 'Two always', 'Three always']);

  await page.getByRole('button', { name: 'Undo' }).click();
  await vi.waitFor(() => expect(sent.slice(3)).toEqual(['One null', 'Two null', 'Three null']));
  await expect.element(page.getByText('Undone for 3 meetings')).toBeVisible();
  await bar.getByRole('button', { name: 'Done' }).click();
  await expect.element(bar).not.toBeInTheDocument();
});

it('selects by touch: rows are picked once Select is pressed, and open again when it is done', async () => {
  await page.viewport(390, 844);
  const opened = vi.fn();
  await renderScreen(<List onOpen={opened} />);
  await expect.element(page.getByRole('checkbox', { name: 'Select Two' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  const bar = page.getByRole('region', { name: 'Selected meetings' });
  await expect.element(bar.getByRole('button', { name: 'Turn on' })).toBeDisabled();
  await page.getByRole('button', { name: 'Two' }).click();
  await page.getByRole('checkbox', { name: 'Select Three' }).click();
  await expect.element(bar).toHaveTextContent('2 selected');
  await bar.getByRole('checkbox', { name: 'Select all meetings that are shown' }).click();
  await expect.element(bar).toHaveTextContent('4 selected');
  await page.getByRole('button', { name: 'Two' }).click();
  await expect.element(bar).toHaveTextContent('3 selected');
  expect(opened).not.toHaveBeenCalled();
  await bar.getByRole('button', { name: 'Done' }).click();
  await expect.element(page.getByRole('button', { name: 'Select', exact: true })).toHaveFocus();
  await page.getByRole('button', { name: 'Two' }).click();
  expect(opened).toHaveBeenCalledOnce();
  await page.viewport(1280, 900);
});

it('selects a range by Shift-click, and the row in between by its box', async () => {
  await renderScreen(<List />);
  await page.getByRole('button', { name: 'Two' }).click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Four' }).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Selected meetings' });
  await expect.element(bar).toHaveTextContent('3 selected');
  await page.getByRole('checkbox', { name: 'Select Three' }).click();
  await expect.element(bar).toHaveTextContent('2 selected');
});
