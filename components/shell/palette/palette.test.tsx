import { Bot } from 'lucide-react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { meetingAt } from '@/test/agenda';
import { renderScreen } from '@/test/browser/render';
import { type Command, findCommands } from './find-commands';
import { CommandBox, Palette } from './palette';

const LABELS = ['Meetings', 'Bots', 'Calendars', 'اجتماع الفريق'];

function Box({ onRun }: { onRun: (label: string) => void }) {
  const [text, setText] = useState('');
  const commands = LABELS.map(
    (label): Command => ({ id: label, group: 'Pages', label, icon: Bot, run: () => {} }),
  );
  return (
    <CommandBox
      text={text}
      onText={setText}
      commands={findCommands(commands, text)}
      isSearching={false}
      onRun={({ label }) => onRun(label)}
    />
  );
}

const box = page.getByRole('combobox');
const marked = () => page.getByRole('option', { selected: true });

it('marks a command with the arrow keys, around both ends, and runs it with Enter', async () => {
  const onRun = vi.fn();
  await renderScreen(<Box onRun={onRun} />);
  await box.click();
  await expect.element(marked()).toHaveTextContent('Meetings');
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(marked()).toHaveTextContent('اجتماع الفريق');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.element(marked()).toHaveTextContent('Bots');
  const id = marked().element().id;
  await expect.element(box).toHaveAttribute('aria-activedescendant', id);
  await userEvent.keyboard('{Enter}');
  expect(onRun.mock.calls).toEqual([['Bots']]);
});

it('marks the first command that is found, and says how many there are', async () => {
  const onRun = vi.fn();
  await renderScreen(<Box onRun={onRun} />);
  await box.click();
  await userEvent.keyboard('{ArrowDown}cal');
  await expect.element(marked()).toHaveTextContent('Calendars');
  await expect.element(page.getByRole('status')).toHaveTextContent('1 result');
  await userEvent.keyboard('xyz{Enter}');
  await expect.element(page.getByText('No results')).toBeVisible();
  expect(onRun).not.toHaveBeenCalled();
});

it('shows the meetings of the last text, also when an earlier answer comes later', async () => {
  const answer: Record<string, () => void> = {};
  const asked = vi.fn();
  await renderScreen(<Palette sandboxUrl={null} onClose={() => {}} onOpenShortcuts={() => {}} />, {
    api: {
      'GET /calendar/get_events': async ({ url, signal }) => {
        const query = new URL(url).searchParams;
        const q = query.get('q') ?? '';
        // The past has none.
        if (query.get('order') === 'desc')
          return { next: null, previous: null, has_more: false, results: [] };
        asked(q, signal.aborted);
        await new Promise<void>((resolve) => {
          answer[q] = resolve;
        });
        const results = [
          meetingAt(Date.parse('2030-01-01T10:00:00Z'), { id: `evt_${q}`, title: `About ${q}` }),
        ];
        return { next: null, previous: null, has_more: false, results };
      },
      'GET /bots': () => ({ scheduled_bots: [], next: null, has_more: false }),
    },
  });
  await box.fill('one');
  await vi.waitFor(() => expect(asked).toHaveBeenCalledWith('one', false));
  await box.fill('one on');
  await vi.waitFor(() => expect(asked).toHaveBeenCalledWith('one on', false));
  answer['one on']?.();
  await expect.element(page.getByRole('option', { name: 'About one on' })).toBeVisible();
  answer.one?.();
  await expect.element(page.getByRole('option', { name: 'Search meetings for “one on”' })).toBeVisible();
  await expect.element(page.getByRole('option', { name: 'About one on' })).toBeVisible();
});
