import { expect, it } from 'vitest';
import { type BotChange, BotChanges } from './bot-changes';
import type { BotChoice } from './bot-choice';

const TARGET = { eventId: 'evt_1', title: 'Review', choice: 'rules', hasEndedBot: false } as const;
const change = (choice: BotChoice): BotChange => ({ target: TARGET, choice });

/** A server that answers when it is told to, and a screen that shows what it has answered. */
function server() {
  const sent: BotChoice[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const told: string[] = [];
  const carrying = {
    send: ({ choice }: BotChange) => {
      sent.push(choice);
      return new Promise<BotChoice>((resolve, reject) => {
        waiting.push((error) => (error ? reject(error) : resolve(choice)));
      });
    },
    refresh: async () => {},
    onDone: ({ choice, target }: BotChange, answers: BotChoice[]) => {
      told.push(`${target.choice} → ${choice} (${answers.join()})`);
    },
    onFailed: ({ choice }: BotChange, error: Error) => told.push(`${choice}: ${error.message}`),
  };
  const answer = async (error?: Error) => {
    waiting.shift()?.(error);
    await new Promise((done) => setTimeout(done));
  };
  return { sent, told, carrying, answer };
}

it('sends one change of a meeting at a time, and last what was wanted last', async () => {
  const { sent, told, carrying, answer } = server();
  const changes = new BotChanges<BotChoice>();
  for (const choice of ['on', 'off', 'on', 'off'] as const) void changes.want(change(choice), carrying);
  expect(sent).toEqual(['on']);
  expect(changes.pendingOf('evt_1')).toBe('off');
  await answer();
  expect(sent).toEqual(['on', 'off']);
  expect(told).toEqual([]);
  await answer();
  expect(sent).toEqual(['on', 'off']);
  expect(told).toEqual(['rules → off (on,off)']);
  expect(changes.pendingOf('evt_1')).toBeNull();
});

it('does not wait for another meeting', () => {
  const { sent, carrying } = server();
  const changes = new BotChanges<BotChoice>();
  void changes.want(change('on'), carrying);
  void changes.want({ target: { ...TARGET, eventId: 'evt_2' }, choice: 'off' }, carrying);
  expect(sent).toEqual(['on', 'off']);
});

it('tells of a failure only when nothing else is wanted since', async () => {
  const { sent, told, carrying, answer } = server();
  const changes = new BotChanges<BotChoice>();
  void changes.want(change('on'), carrying);
  void changes.want(change('off'), carrying);
  await answer(new Error('Too late.'));
  expect(sent).toEqual(['on', 'off']);
  await answer(new Error('Gone.'));
  expect(told).toEqual(['off: Gone.']);
  expect(changes.pendingOf('evt_1')).toBeNull();
});

it('tells its listeners when a change begins and when it is confirmed', async () => {
  const { carrying, answer } = server();
  const changes = new BotChanges<BotChoice>();
  const seen: (BotChoice | null)[] = [];
  const stop = changes.subscribe(() => seen.push(changes.pendingOf('evt_1')));
  void changes.want(change('on'), carrying);
  await answer();
  stop();
  void changes.want(change('off'), carrying);
  expect(seen).toEqual(['on', null]);
});
