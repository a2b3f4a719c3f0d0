import { expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { DEFAULT_RULES } from '@/lib/scheduling/domain/rules';
import { renderScreen } from '@/test/browser/render';
import { TurnOnDialog } from './turn-on-dialog';

const meeting = (title: string, day: number) => ({
  ...{
    event_id: `evt_${title}_${day}`,
    title,
    code: 'auto_schedule',
    reason: 'Matches your auto-schedule rules.',
  },
  ...{ start_time: `2027-03-0${day}T12:00:00Z`, end_time: `2027-03-0${day}T13:00:00Z` },
});

function api(added: object[] | Response) {
  const enabled: string[] = [];
  const saved: unknown[] = [];
  return {
    enabled,
    saved,
    answers: {
      'PUT /calendar/auto-schedule/rules': async (request: Request) => {
        const rules = await request.json();
        saved.push(rules);
        return { message: 'Rules saved.', rules, scheduled_now: 0, cancelled_now: 0 };
      },
      'POST /calendar/auto-schedule/preview': () =>
        added instanceof Response
          ? added.clone()
          : {
              ...{ auto_schedule_enabled: false, joins_now: 0, would_join: added.length, added, dropped: [] },
              ...{ time_min: '2027-03-01T08:00:00Z', time_max: '2027-03-29T08:00:00Z' },
            },
      'POST /calendar/auto-schedule/enable': () => {
        enabled.push('on');
        return {
          message: '3 bots scheduled.',
          auto_schedule_enabled: true,
          default_bot_config: {},
          scheduled_now: 3,
        };
      },
    },
  };
}

const dialog = page.getByRole('alertdialog', { name: 'Send a bot to all meetings with a link?' });
const confirm = dialog.getByRole('button', { name: 'Turn on auto-schedule' });

it('shows which meetings get a bot, a series once, and turns auto-schedule on when that is confirmed', async () => {
  const { answers, enabled, saved } = api([meeting('Standup', 1), meeting('Standup', 2), meeting('Demo', 3)]);
  const onClose = vi.fn();
  await renderScreen(<TurnOnDialog open rules={DEFAULT_RULES} onClose={onClose} />, { api: answers });
  await expect.element(dialog).toHaveTextContent('3 meetings in the next 28 days get a bot:');
  const rows = dialog.getByRole('listitem').elements();
  expect(rows.map((row) => row.textContent?.replace(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/^Standup ?2 from /),
    expect.stringMatching(/^Demo/),
  ]);
  await expect.element(dialog.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await confirm.click();
  await vi.waitFor(() => expect(enabled).toEqual(['on']));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(saved).toMatchObject([{ never: { unanswered_external: true } }]);
});

it('takes invitations from strangers too, if the person wants that', async () => {
  const { answers, enabled, saved } = api([meeting('Demo', 3)]);
  await renderScreen(<TurnOnDialog open rules={DEFAULT_RULES} onClose={() => {}} />, { api: answers });
  await dialog.getByRole('switch', { name: /^Skip invitations from outside/ }).click();
  await expect.element(confirm).toBeEnabled();
  await confirm.click();
  await vi.waitFor(() => expect(enabled).toEqual(['on']));
  expect(saved).toEqual([]);
});

it('says so when no meeting would get a bot, and turns nothing on when it is canceled', async () => {
  const { answers, enabled } = api([]);
  const onClose = vi.fn();
  await renderScreen(<TurnOnDialog open rules={DEFAULT_RULES} onClose={onClose} />, { api: answers });
  await expect
    .element(dialog)
    .toHaveTextContent('None of your meetings in the next 28 days would get a bot now.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(onClose).toHaveBeenCalledOnce();
  expect(enabled).toEqual([]);
});

it('cannot be confirmed without its preview, and asks for it again', async () => {
  const refused = Response.json(
    { error: 'internal_error', message: 'Something went wrong here.' },
    { status: 500 },
  );
  const { answers } = api(refused);
  await renderScreen(<TurnOnDialog open rules={DEFAULT_RULES} onClose={() => {}} />, { api: answers });
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('Something went wrong here.');
  await expect.element(confirm).toBeDisabled();
  answers['POST /calendar/auto-schedule/preview'] = api([meeting('Demo', 3)]).answers[
    'POST /calendar/auto-schedule/preview'
  ];
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect.element(dialog).toHaveTextContent('1 meeting in the next 28 days gets a bot:');
  await expect.element(confirm).toBeEnabled();
});
