import { expect, it } from 'vitest';
import { type Outcome, outcomesInWords } from './set-bots';

const target = (title: string) => ({ eventId: title, title, choice: 'rules', hasEndedBot: false }) as const;
const outcome = (title: string, failure: string | null = null, joins = true): Outcome => ({
  change: { target: target(title), choice: 'on' },
  answers: failure
    ? []
    : [
        {
          removed: [],
          decision: { will_join: joins, code: 'shared_link', reason: 'It shares a link.', override: null },
        },
      ],
  failure,
});

it('counts the meetings that were changed', () => {
  expect(outcomesInWords([outcome('A'), outcome('B')], 'on')).toEqual({
    title: 'Bots turned on for 2 meetings',
    description: undefined,
  });
  expect(outcomesInWords([outcome('A')], 'off').title).toBe('Bots turned off for 1 meeting');
});

it('says for each of the others why it was not', () => {
  expect(
    outcomesInWords([outcome('A'), outcome('B', 'It has ended.'), outcome('C', null, false)], 'on'),
  ).toEqual({
    title: 'Bots turned on for 1 meeting',
    description: 'Not for 2 meetings: B: It has ended. C: It shares a link.',
  });
});

it('does not take what an undo leads to for a failure', () => {
  const { change, answers } = outcome('A', null, false);
  const undone: Outcome = { change: { ...change, choice: 'rules', restore: [] }, answers, failure: null };
  expect(outcomesInWords([undone], 'on').description).toBeUndefined();
});

it('names a few of many, and claims nothing where nothing was done', () => {
  const failed = ['A', 'B', 'C', 'D', 'E'].map((title) => outcome(title, 'No.'));
  expect(outcomesInWords(failed, 'off')).toEqual({
    title: 'No bot was changed',
    description: 'Not for 5 meetings: A: No. B: No. C: No. And 2 more.',
  });
});
