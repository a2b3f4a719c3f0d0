import { describe, expect, it } from 'vitest';
import { type Day, judge, type Meeting, type ProviderBot } from './judge';

const LINK = 'https://zoom.us/j/1';
const OTHER = 'https://zoom.us/j/2';
const meeting = (...expectations: Meeting['expectations']): Meeting => ({ title: 'Review', expectations });
const expectation = (dueMs: number, link = LINK, fromMs = 0) => ({ fromMs, bot: { link, dueMs } });
const none = (fromMs: number) => ({ fromMs, bot: null });
const bot = (createdMs: number, stoppedMs: number | null = null, link = LINK): ProviderBot => ({
  id: `${link}@${createdMs}`,
  ...{ link, createdMs, stoppedMs },
});
const day = (of: Meeting, bots: ProviderBot[], more: Partial<Day> = {}) =>
  judge({
    ...{ meetings: [of], bots, writes: [], judgedMs: 100_000 },
    fault: { beganMs: 20_000, endedMs: 40_000 },
    ...more,
  });

describe('the judge of a day', () => {
  const cases: [string, Meeting, ProviderBot[], object][] = [
    ['counts a bot that joined', meeting(expectation(30_000)), [bot(30_050)], { due: 1, joined: 1, latestMs: 50 }],
    ['finds a missing bot', meeting(expectation(30_000)), [], { due: 1, joined: 0, missed: 1 }],
    ['finds that the only bot has left', meeting(expectation(30_000)), [bot(30_050, 50_000)], { missed: 1 }],
    ['finds two bots at once', meeting(expectation(30_000)), [bot(30_050), bot(31_000)], { doubled: 1, joined: 1 }],
    ['finds a second bot for the same', meeting(expectation(30_000)), [bot(30_050, 30_900), bot(31_000)], { doubled: 1 }],
    ['lets a bot come anew after a change', meeting(expectation(30_000), none(40_000), expectation(50_000, LINK, 45_000)), [bot(30_050, 41_000), bot(50_000)], { doubled: 0, joined: 1 }],
    ['lets a bot come at the new time when one came at the old', meeting(expectation(30_000), expectation(60_000, LINK, 25_000)), [bot(30_050, 41_000), bot(60_000)], { doubled: 0, joined: 1 }],
    ['finds a bot in a meeting that was canceled', meeting(expectation(30_000), none(25_000)), [bot(30_050)], { due: 0, wrong: 1 }],
    ['forgives a bot that was recalled', meeting(expectation(30_000), none(25_000)), [bot(30_050, 41_000)], { wrong: 0 }],
    ['finds a bot at the old link', meeting(expectation(30_000), expectation(30_000, OTHER, 25_000)), [bot(30_050)], { wrong: 1, missed: 1 }],
    ['finds a bot at the old time', meeting(expectation(30_000), expectation(4_000_000, LINK, 25_000)), [bot(30_050)], { due: 0, wrong: 1 }],
    ['finds a bot that came an hour early', meeting(expectation(90_000)), [bot(30_050)], { wrong: 1, joined: 1 }],
    ['counts lateness from the fault’s end', meeting(expectation(30_000)), [bot(41_000)], { latestMs: 11_000, latestAfterFaultMs: 1_000 }],
    ['counts lateness from the edit', meeting(expectation(30_000), expectation(30_000, OTHER, 50_000)), [bot(52_000, null, OTHER)], { latestMs: 2_000, latestAfterFaultMs: 2_000 }],
  ]; // biome-ignore format: a table
  it.each(cases)('%s', (_, of, bots, expected) => {
    expect(day(of, bots)).toMatchObject(expected);
  });

  it('finds an acknowledged write that is gone', () => {
    const writes = [
      { what: 'a bot that was scheduled', stands: false },
      { what: 'an override', stands: true },
    ];
    const verdict = day(meeting(expectation(30_000)), [bot(30_050)], { writes });
    expect(verdict).toMatchObject({ lost: 1, findings: ['Lost: a bot that was scheduled.'] });
  });
});
