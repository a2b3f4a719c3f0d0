import { describe, expect, it } from 'vitest';
import type { JobEvent } from '@/lib/platform/jobs';
import { LeftJobs } from './left-jobs';

const recall = (botId: string): JobEvent => ({ name: 'bot/recall', data: { botId } });
const next = (endsAt: string): JobEvent => ({ name: 'series/joined', data: { eventId: 'e', endsAt } });

describe('Jobs that the server leaves', () => {
  it('are those that are seen waiting for eight seconds, without a gap', () => {
    const left = new LeftJobs(60_000);
    const [stays, goes] = [recall('stays'), recall('goes')];
    expect(left.take([stays, goes], 0)).toEqual([]);
    expect(left.take([stays], 6_000)).toEqual([]);
    expect(left.take([stays, goes], 7_999)).toEqual([]);
    expect(left.take([stays, goes], 8_000)).toEqual([stays]);
    expect(left.take([stays, goes], 15_999)).toEqual([goes]);
  });

  it('are taken again after a minute if they still wait', () => {
    const left = new LeftJobs(60_000);
    left.take([recall('a')], 0);
    const times = [8_000, 10_000, 67_999, 68_000, 69_000];
    expect(times.map((ms) => left.take([recall('a')], ms).length)).toEqual([1, 0, 0, 1, 0]);
  });

  it('are the same job although the time in it is another', () => {
    const left = new LeftJobs(60_000);
    left.take([next('2027-03-01T09:00:00Z')], 0);
    expect(left.take([next('2027-03-01T09:00:08Z')], 8_000)).toHaveLength(1);
  });

  it('are taken two hundred at a time', () => {
    const left = new LeftJobs(60_000);
    const jobs = Array.from({ length: 300 }, (_, index) => recall(`${index}`));
    left.take(jobs, 0);
    expect(left.take(jobs, 8_000)).toEqual(jobs.slice(0, 200));
    expect(left.take(jobs, 10_000)).toEqual(jobs.slice(200));
  });

  it('have to wait anew after they were forgotten', () => {
    const left = new LeftJobs(60_000);
    left.take([recall('a')], 0);
    left.clear();
    expect(left.take([recall('a')], 8_000)).toEqual([]);
  });
});
