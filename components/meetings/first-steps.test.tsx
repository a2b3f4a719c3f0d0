import { type ComponentProps, useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { CalendarHealthResponse } from '@/lib/contract/health';
import { calendarHealth } from '@/lib/contract/operations/calendars';
import { DEFAULT_RULES } from '@/lib/scheduling/domain/rules';
import { botAs, meetingAt } from '@/test/agenda';
import { renderScreen } from '@/test/browser/render';
import { FirstSteps } from './first-steps';

const NOW = Date.now();
const HOUR = 3_600_000;
const HEALTH = calendarHealth.example.answer as CalendarHealthResponse;
const review = meetingAt(NOW + HOUR, { id: 'review', raw: { summary: 'Review' } });

/** An API of a person who has, or never had, a bot. */
function api({ hasBots = false, isOn = false } = {}) {
  const preview = { auto_schedule_enabled: false, joins_now: 0, would_join: 0, added: [], dropped: [] };
  return {
    'GET /calendar/auto-schedule/settings': () => ({
      ...{ auto_schedule_enabled: isOn, default_bot_config: {}, rules: DEFAULT_RULES },
    }),
    'GET /bots': () => ({ scheduled_bots: hasBots ? [{}] : [], next: null, has_more: false }),
    'POST /calendar/auto-schedule/preview': () => ({
      ...{ ...preview, time_min: new Date(NOW).toISOString(), time_max: new Date(NOW + HOUR).toISOString() },
    }),
  };
}

const steps = page.getByRole('region', { name: 'First steps' });
const step = (name: RegExp) => steps.getByRole('listitem').filter({ hasText: name });

type Props = Partial<ComponentProps<typeof FirstSteps>>;
/** Gives other properties to the steps on screen. */
let change: (props: Props) => void;

function Steps(first: Props) {
  const [props, setProps] = useState(first);
  change = setProps;
  return <FirstSteps events={[review]} health={HEALTH} now={NOW} onSetBot={() => {}} {...props} />;
}

afterEach(() => window.localStorage.clear());

it('leads to a bot for a meeting of one’s own choice, and says when it joins', async () => {
  const onSetBot = vi.fn();
  await renderScreen(<Steps onSetBot={onSetBot} />, { api: api() });
  await expect.element(step(/Sign in with Google/)).toHaveTextContent('(done)');
  await expect.element(step(/Send a bot to a meeting/)).not.toHaveTextContent('(done)');
  await steps.getByRole('button', { name: 'I’ll choose myself' }).click();
  await expect.element(steps).toHaveTextContent('or start with Review');
  await steps.getByRole('button', { name: 'Send a bot' }).click();
  expect(onSetBot.mock.calls.map(([{ eventId }, choice]) => [eventId, choice])).toEqual([['review', 'on']]);
  await expect.element(steps).toHaveFocus();
});

it('shows the bot that was scheduled, and can be closed', async () => {
  const scheduled = meetingAt(NOW + HOUR, { ...review, bots: botAs('Scheduled', NOW + HOUR - 60_000) });
  await renderScreen(<Steps />, { api: api() });
  await expect.element(steps).toBeVisible();
  change({ events: [scheduled] });
  await expect.element(steps).toHaveTextContent(/You’re all set.*It joins Review/);
  await steps.getByRole('button', { name: 'Close first steps' }).click();
  await expect.element(steps).not.toBeInTheDocument();
});

it('offers auto-schedule for all meetings, after a look at them', async () => {
  await renderScreen(<Steps />, { api: api() });
  await steps.getByRole('button', { name: 'All my meetings with a link' }).click();
  await expect
    .element(page.getByRole('alertdialog'))
    .toHaveTextContent('None of your meetings in the next 28 days');
});

it('says that calendars are being read, and that no meeting has a link', async () => {
  const [connection] = HEALTH.connections;
  const calendars = connection?.calendars.map((calendar) => ({
    ...{ ...calendar, sync_pending: true, last_synced_at: null, last_sync_error: null, events_read: 12 },
  }));
  const health = { ...HEALTH, connections: [{ ...connection, calendars }] } as CalendarHealthResponse;
  await renderScreen(<Steps events={[]} health={health} />, { api: api() });
  await expect.element(steps.getByRole('status')).toHaveTextContent('12 events so far');
  await expect.element(steps).toHaveTextContent('You can choose once your meetings are loaded.');
  change({ events: [] });
  await expect.element(steps).toHaveTextContent('None of your upcoming meetings has a video link yet.');
});

it('stays away once it was skipped, and from those who had a bot', async () => {
  const { unmount } = await renderScreen(<Steps />, { api: api() });
  await steps.getByRole('button', { name: 'Skip' }).click();
  await expect.element(steps).not.toBeInTheDocument();
  await unmount();
  const asked = vi.fn(api()['GET /bots']);
  await renderScreen(<Steps />, { api: { ...api(), 'GET /bots': asked } });
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  await expect.element(steps).not.toBeInTheDocument();
  window.localStorage.clear();
  const had = vi.fn(api({ hasBots: true })['GET /bots']);
  await renderScreen(<Steps />, { api: { ...api(), 'GET /bots': had } });
  await vi.waitFor(() => expect(had).toHaveBeenCalled());
  await expect.element(steps).not.toBeInTheDocument();
});
