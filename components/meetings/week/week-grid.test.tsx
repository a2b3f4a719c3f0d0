import { beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CalendarEvent } from '@/lib/contract/events';
import { botAs, meetingAt } from '@/test/agenda';
import { renderScreen } from '@/test/browser/render';
import { useAgendaKeys } from '../use-agenda-keys';
import { useWeekKeys } from './use-week-keys';
import { WeekGrid } from './week-grid';
import { buildGrid, firstDayOf } from './week-model';

/** The Monday of this week, and hours after its midnight. */
const FIRST = firstDayOf(new Date(), 7);
const at = (day: number, hour: number) =>
  new Date(FIRST.getFullYear(), FIRST.getMonth(), FIRST.getDate() + day, 0, hour * 60).getTime();
const lasting = (day: number, hour: number, hours: number, changes: Partial<CalendarEvent> = {}) =>
  meetingAt(at(day, hour), { end_time: new Date(at(day, hour + hours)).toISOString(), ...changes });
const named = (summary: string) => ({ id: summary, raw: { summary } });

const NOON = at(1, 12);
const searchRef = { current: null };
const noColors = new Map<string, string>();

type WeekProps = {
  events: CalendarEvent[];
  onOpen?: (event: CalendarEvent) => void;
  onStep?: (pages: number) => void;
};

function Week({ events, onOpen = () => {}, onStep = () => {} }: WeekProps) {
  useWeekKeys({ onStep });
  useAgendaKeys(searchRef);
  return (
    <WeekGrid
      grid={buildGrid(events, FIRST, 7, 3)}
      now={NOON}
      colors={noColors}
      isLoading={false}
      onOpen={onOpen}
      onDay={() => {}}
    />
  );
}

const block = (name: RegExp) => page.getByRole('button', { name }).element().getBoundingClientRect();

beforeEach(() => page.viewport(1280, 900));

it('puts each meeting at its time, in the column of its day, and those that overlap side by side', async () => {
  const events = [
    lasting(0, 9, 1, named('Early')),
    lasting(0, 9, 2, named('Long')),
    lasting(0, 11, 1, named('Later')),
    lasting(2, 9, 1, named('Other day')),
  ];
  await renderScreen(<Week events={events} />);
  await expect.element(page.getByRole('button', { name: /^Long/ })).toBeVisible();
  const [early, long, later, otherDay] = [
    block(/^Early/),
    block(/^Long/),
    block(/^Later/),
    block(/^Other day/),
  ];
  expect(early.top).toBe(long.top);
  expect(early.top).toBe(otherDay.top);
  expect(long.height).toBeGreaterThan(1.9 * early.height);
  expect(later.top).toBeGreaterThanOrEqual(long.bottom);
  const apart = early.right <= long.left || long.right <= early.left;
  expect(apart).toBe(true);
  expect(later.width).toBeGreaterThan(1.5 * early.width);
  expect(otherDay.left).toBeGreaterThan(Math.max(early.right, long.right, later.right));
});

it('says of each meeting what its bot does, and opens it', async () => {
  const onOpen = vi.fn();
  const events = [
    lasting(1, 9, 1, { ...named('Done one'), bots: botAs('Done', at(1, 9)) }),
    lasting(1, 14, 1, { ...named('Scheduled one'), bots: botAs('Scheduled', at(1, 14)) }),
    lasting(1, 16, 1, named('Bare one')),
  ];
  await renderScreen(<Week events={events} onOpen={onOpen} />);
  await expect.element(page.getByRole('button', { name: /^Done one.*Bot: Done\./ })).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^Bare one.*No bot\./ })).toBeVisible();
  await page.getByRole('button', { name: /^Scheduled one.*Bot: Scheduled\./ }).click();
  expect(onOpen.mock.calls.map(([event]) => event.id)).toEqual(['Scheduled one']);
});

it('is one stop of the Tab key; the arrows go to the day beside, and letters to the next week', async () => {
  const onStep = vi.fn();
  const events = [
    lasting(0, 9, 1, named('Past')),
    lasting(1, 13, 1, named('Next')),
    lasting(3, 9, 1, named('Third')),
  ];
  await renderScreen(<Week events={events} onStep={onStep} />);
  const stops = document.querySelectorAll('[data-row-button][tabindex="0"]');
  expect(stops).toHaveLength(1);
  (stops[0] as HTMLElement).focus();
  // The first one that is still to come.
  await expect.element(page.getByRole('button', { name: /^Next/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByRole('button', { name: /^Third/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await expect.element(page.getByRole('button', { name: /^Past/ })).toHaveFocus();
  await userEvent.keyboard('j');
  await expect.element(page.getByRole('button', { name: /^Next/ })).toHaveFocus();
  await userEvent.keyboard('np');
  expect(onStep.mock.calls).toEqual([[1], [-1]]);
});

it('shows how many more meetings there are where a crowd does not fit, and lists them', async () => {
  const events = ['A', 'B', 'C', 'D', 'E'].map((name) => lasting(1, 10, 1, named(`Meeting ${name}`)));
  await renderScreen(<Week events={events} />);
  expect(document.querySelectorAll('[data-agenda-row]')).toHaveLength(3);
  await page.getByRole('button', { name: /^2 more at/ }).click();
  const list = page.getByRole('dialog', { name: 'More meetings at this time' });
  await expect.element(list).toHaveTextContent('Meeting D');
  await expect.element(list).toHaveTextContent('Meeting E');
});
