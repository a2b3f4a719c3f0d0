import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showZone } from '@/components/time/zone';
import { BOT } from '@/lib/contract/operations/examples';
import { scheduledBot, updateBotBody } from '@/lib/contract/schedule';
import { type BotFields, fieldsOf, isSame, mergeEdits, problemsOf, settle, updateOf } from './bot-edits';
import { fromLocal, isSkipped } from './join-time';

const bot = scheduledBot.parse({
  ...BOT,
  bot_username: 'Clerk',
  bot_config: { bot_name: 'Scribe', video_required: true, odd: { deep: [1] } },
});
const saved = fieldsOf(bot);
const with_ = (changes: object, joinTime = saved.joinTime): BotFields => ({
  joinTime,
  config: { ...saved.config, ...changes },
});

describe('the fields of a bot', () => {
  it('hold its name and its attributes within one configuration', () => {
    expect(saved).toEqual({
      joinTime: BOT.scheduled_join_time,
      config: {
        bot_name: 'Clerk',
        video_required: true,
        odd: { deep: [1] },
        custom_attributes: { team: 'design' },
      },
    });
    expect(updateOf(saved, saved)).toEqual({});
  });

  it('are sent only where they differ, and removed ones as empty', () => {
    const { video_required: _, custom_attributes: __, ...rest } = saved.config;
    const wanted = { joinTime: '2027-03-01T08:50:00.000Z', config: { ...rest, bot_name: 'X', odd: 2 } };
    const body = updateOf(saved, wanted);
    expect(body).toEqual({
      scheduled_join_time: '2027-03-01T08:50:00.000Z',
      bot_username: 'X',
      custom_attributes: {},
      bot_config: { video_required: null, odd: 2 },
    });
    expect(updateBotBody.parse(body)).toEqual(body);
  });

  it('are checked by the contract, in its words', () => {
    const now = Date.parse('2027-03-01T08:00:00Z');
    const wrong = {
      joinTime: '2027-03-01T07:00:00.000Z',
      config: { automatic_leave: { in_call_recording_timeout: 5 }, bot_image_url: 'x' },
    };
    expect(Object.fromEntries(problemsOf(wrong, bot, now))).toEqual({
      bot_name: 'must be 1 to 100 characters',
      'automatic_leave.in_call_recording_timeout': 'must be at least 600',
      bot_image_url: 'must be an https URL',
      scheduled_join_time: 'must be in the future',
    });
    const at = (joinTime: string) => problemsOf(with_({}, joinTime), bot, now).get('scheduled_join_time');
    expect(at(BOT.meeting_end)).toBe('must be before the meeting ends');
    expect(at('')).toBe('must be a day and a time');
    expect(at('2027-03-01T09:10:00.000Z')).toBeUndefined();
    // The join time may pass while something else is edited.
    expect(problemsOf(with_({ bot_name: 'X' }), bot, now + 86_400_000).size).toBe(0);
  });
});

describe('edits', () => {
  it('stay, while fields that were not edited take what is stored', () => {
    const { value, conflicts } = mergeEdits({
      base: saved,
      mine: with_({ bot_name: 'Mine' }),
      saved: with_({ video_required: false, new: 1 }, '2027-03-01T10:00:00.000Z'),
    });
    expect(conflicts).toEqual([]);
    expect(value).toEqual(
      with_({ bot_name: 'Mine', video_required: false, new: 1 }, '2027-03-01T10:00:00.000Z'),
    );
  });

  it('conflict with other edits of the same field until one side is chosen', () => {
    const sides = {
      base: saved,
      mine: with_({ bot_name: 'Mine' }),
      saved: with_({ bot_name: 'Theirs' }),
    };
    const merged = mergeEdits(sides);
    const [conflict] = merged.conflicts;
    expect(merged.conflicts).toEqual([{ name: 'bot_name', theirs: 'Theirs' }]);
    expect(merged.value.config.bot_name).toBe('Mine');
    if (!conflict) return;
    const settled = (keep: 'mine' | 'theirs') =>
      mergeEdits({ ...settle(merged, conflict, keep), saved: sides.saved });
    expect(settled('mine')).toMatchObject({ conflicts: [], value: { config: { bot_name: 'Mine' } } });
    expect(settled('theirs')).toMatchObject({ conflicts: [], value: { config: { bot_name: 'Theirs' } } });
  });

  it('never lose anything: each field has its edited value, or else the stored one', () => {
    const value = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined });
    const fields = fc.record({
      joinTime: fc.constantFrom('2027-03-01T08:00:00.000Z', '2027-03-01T09:00:00.000Z'),
      config: fc
        .record({ a: value, b: value, c: value })
        .map((config) => Object.fromEntries(Object.entries(config).filter(([, v]) => v !== undefined))),
    });
    fc.assert(
      fc.property(fields, fields, fields, (base, mine, stored) => {
        const merged = mergeEdits({ base, mine, saved: stored });
        for (const name of ['a', 'b', 'c']) {
          const isEdited = !isSame(mine.config[name], base.config[name]);
          expect(merged.value.config[name]).toEqual((isEdited ? mine : stored).config[name]);
          const isConflict = merged.conflicts.some((conflict) => conflict.name === name);
          const isBoth = isEdited && !isSame(stored.config[name], base.config[name]);
          expect(isConflict).toBe(isBoth && !isSame(stored.config[name], mine.config[name]));
        }
        // Merging the same again changes nothing.
        const again = mergeEdits({ base: merged.base, mine: merged.value, saved: stored });
        expect(again).toEqual(merged);
      }),
    );
  });
});

it('a join time that the clocks skip is not valid', () => {
  showZone('America/New_York');
  const at = (time: string, day = '2027-03-14') => ({ day, time });
  for (const time of ['02:00', '230', '02:59:59']) {
    expect(isSkipped(at(time)), time).toBe(true);
    const joinTime = fromLocal(at(time), '2027-03-14T06:30:00.000Z');
    expect(problemsOf(with_({}, joinTime), bot, 0).has('scheduled_join_time'), time).toBe(true);
  }
  for (const local of [at('01:59'), at('03:00'), at('02:30', '2027-03-15'), at(''), at('02:30', '')]) {
    expect(isSkipped(local)).toBe(false);
  }
  expect(fromLocal(at('03:00'), '')).toBe('2027-03-14T07:00:00.000Z');
  showZone(null);
});
