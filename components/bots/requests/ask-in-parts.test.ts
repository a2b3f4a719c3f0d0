import { describe, expect, it } from 'vitest';
import { MOST_BOTS } from '@/lib/contract/limits';
import { askInParts } from './ask-in-parts';

describe('a request about many bots', () => {
  const ids = Array.from({ length: 2 * MOST_BOTS + 1 }, (_, index) => `bot_${index}`);
  const reason = 'Usher does not answer.';
  /** An API that skips each part's first bot, and fails from a part on. */
  const api = (failsFrom: number) => {
    const asked: string[][] = [];
    const ask = async (part: string[]) => {
      asked.push(part);
      if (asked.length > failsFrom) throw new Error(reason);
      return { cancelled: part.slice(1), skipped: [{ bot_id: part[0] ?? '', reason: 'It has joined.' }] };
    };
    return { asked, ask };
  };

  it('is sent in parts of a size that the API takes', async () => {
    const { asked, ask } = api(3);
    const { answers, skipped } = await askInParts(ids, ask);
    expect(asked.map((part) => part.length)).toEqual([MOST_BOTS, MOST_BOTS, 1]);
    expect(answers.flatMap((answer) => answer.cancelled)).toHaveLength(ids.length - 3);
    expect(skipped.map((each) => each.bot_id)).toEqual([ids[0], ids[MOST_BOTS], ids.at(-1)]);
  });

  it('returns what was done when a later part fails, and sends no more', async () => {
    const { asked, ask } = api(1);
    const { answers, skipped } = await askInParts(ids, ask);
    expect(asked).toHaveLength(2);
    expect(answers.flatMap((answer) => answer.cancelled)).toEqual(ids.slice(1, MOST_BOTS));
    expect(skipped).toEqual([
      { bot_id: ids[0], reason: 'It has joined.' },
      ...ids.slice(MOST_BOTS).map((bot_id) => ({ bot_id, reason })),
    ]);
  });

  it('fails when its first part fails', async () => {
    await expect(askInParts(ids, api(0).ask)).rejects.toThrow(reason);
  });
});
