import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { CalendarEvent } from '@/lib/contract/events';
import { meetingAt } from '@/test/agenda';
import { renderScreen } from '@/test/browser/render';
import { BotControl } from './bot-control';
import { BotSwitch } from './bot-switch';
import { EventBotState } from './event-state';
import { useSetBot } from './requests/set-bot';
import { SeriesBots } from './series-bots';

const NOW = Date.now();
const inAnHour = (changes: Partial<CalendarEvent> = {}) => meetingAt(NOW + 3_600_000, changes);

function Meeting({ event }: { event: CalendarEvent }) {
  const onSetBot = useSetBot();
  return (
    <>
      <BotSwitch event={event} now={NOW} onSetBot={onSetBot} />
      <BotControl event={event} now={NOW} onSetBot={onSetBot} />
      <EventBotState event={event} now={NOW} />
    </>
  );
}

/** An API that stores overrides when it is told to, and the overrides that it was sent. */
function slowApi({ id }: CalendarEvent) {
  const sent: unknown[] = [];
  const waiting: (() => void)[] = [];
  const api = {
    [`PUT /calendar/events/${id}/override`]: async (request: Request) => {
      const { override } = await request.json();
      sent.push(override);
      await new Promise<void>((done) => waiting.push(done));
      const decision = {
        will_join: override === 'always',
        code: 'override_always',
        reason: 'It is so.',
        override,
      };
      return { event_id: id, decision, removed_bots: [] };
    },
  };
  return { sent, api, answer: () => waiting.shift()?.() };
}

it('shows a change as pending, sends one at a time, and the last one wins without an error', async () => {
  const event = inAnHour();
  const { sent, api, answer } = slowApi(event);
  await renderScreen(<Meeting event={event} />, { api });
  const control = page.getByRole('switch', { name: 'Bot for Review' });
  await control.click();
  await expect.element(control).toBeChecked();
  await expect.element(page.getByText('Turning on…')).toBeVisible();
  await control.click();
  await expect.element(control).not.toBeChecked();
  await expect.element(page.getByText('Turning off…')).toBeVisible();
  expect(sent).toEqual(['always']);
  answer();
  await vi.waitFor(() => expect(sent).toEqual(['always', 'never']));
  answer();
  await expect.element(page.getByText('Bot turned off')).toBeVisible();
  await expect.element(page.getByText('Turning off…')).not.toBeInTheDocument();
});

it('has one choice for the switch and the panel: off, by the rules, or on', async () => {
  const event = inAnHour({ overrides: { occurrence: 'always', series: null } });
  const { sent, api, answer } = slowApi(event);
  await renderScreen(<Meeting event={event} />, { api });
  const choices = page.getByRole('radiogroup', { name: 'Bot for Review' });
  await expect.element(choices.getByRole('radio', { name: 'On' })).toBeChecked();
  await choices.getByRole('radio', { name: 'Use rules' }).click();
  await vi.waitFor(() => expect(sent).toEqual([null]));
  await expect.element(choices.getByRole('radio', { name: 'Use rules' })).toBeChecked();
  answer();
  await expect.element(page.getByText('Your rules send no bot')).toBeVisible();
});

it('says that it is offline, changes nothing, and offers to try again', async () => {
  const event = inAnHour();
  const { sent, api, answer } = slowApi(event);
  await renderScreen(<Meeting event={event} />, { api });
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const control = page.getByRole('switch', { name: 'Bot for Review' });
  await control.click();
  await expect.element(page.getByText('You’re offline. The bot was not changed.')).toBeVisible();
  await expect.element(control).not.toBeChecked();
  expect(sent).toEqual([]);
  online.mockRestore();
  await page.getByRole('button', { name: 'Try again' }).click();
  await vi.waitFor(() => expect(sent).toEqual(['always']));
  answer();
  await expect.element(page.getByText('Bot turned on')).toBeVisible();
});

it('counts in the menu of a series what each of its actions does', async () => {
  const event = inAnHour({
    recurring_event_id: 'evt_series',
    original_start_time: new Date(NOW + 3_600_000).toISOString(),
    overrides: { occurrence: null, series: 'always' },
  });
  const counts = {
    event_id: event.id,
    schedulable: 47,
    scheduled: 14,
    scheduled_from: 12,
    scheduled_by_series: 1,
  };
  await renderScreen(<SeriesBots event={event} />, {
    api: { [`GET /calendar/events/${event.id}/series`]: () => counts },
  });
  await expect.element(page.getByText('Bots are on for this series')).toBeVisible();
  await page.getByRole('button', { name: 'Series options' }).click();
  await expect.element(page.getByRole('menuitemradio', { name: 'Off Removes 1 bot' })).toBeVisible();
  await expect.element(page.getByText('Schedules bots for 47 upcoming meetings')).toBeVisible();
  await page.getByRole('menuitem', { name: /^Remove bots from this meeting on/ }).click();
  const question = page.getByRole('alertdialog', { name: 'Removes 12 bots from this meeting on?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(page.getByRole('button', { name: 'Series options' })).toHaveFocus();
});
