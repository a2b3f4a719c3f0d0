import { beforeEach, expect, it } from 'vitest';
import { showFormats } from '@/components/time/region';
import { showZone } from '@/components/time/zone';
import { BOT } from '@/lib/contract/operations/examples';
import { distanceInWords, fromLocal, readTime, toLocal, writeTime } from './join-time';

beforeEach(() => showFormats({ time_format: '24h', week_start: null }));

it('reads a time of day however it is typed', () => {
  for (const text of [
    '9:05',
    '09:05',
    '09.05',
    '905',
    '0905',
    ' 9h05 ',
    '09:05:00',
    '9:05 am',
    '9:05AM',
    '9.05 a.m.',
  ]) {
    expect(readTime(text), text).toBe('09:05');
  }
  expect(readTime('0:00')).toBe('00:00');
  expect(readTime('23:59:30')).toBe('23:59:30');
  expect(['12:00 am', '12:05 pm', '9:05 PM', '11:59:30 p.m.'].map(readTime)).toEqual([
    ...['00:00', '12:05', '21:05', '23:59:30'],
  ]);
});

it('writes a time of day as times are shown', () => {
  expect(['905', '21:05:30', 'noon'].map(writeTime)).toEqual(['09:05', '21:05:30', 'noon']);
  showFormats({ time_format: '12h', week_start: null });
  const typed = ['0:00', '9:05 am', '1205', '21:05:30', 'noon'];
  expect(typed.map(writeTime)).toEqual(['12:00 AM', '9:05 AM', '12:05 PM', '9:05:30 PM', 'noon']);
  expect(fromLocal(toLocal('2027-07-01T08:59:30.000Z'), '')).toBe('2027-07-01T08:59:30.000Z');
});

it('reads nothing else as a time of day', () => {
  for (const text of [
    '',
    '9',
    '24:00',
    '9:60',
    '12:3',
    '13:05 pm',
    '0:05 am',
    '9 pm',
    '-1:00',
    '123456789',
    'noon',
  ]) {
    expect(readTime(text), text).toBeNull();
  }
});

it('reads and writes join times in the zone that is shown', () => {
  for (const zone of ['Asia/Tokyo', 'America/St_Johns', null]) {
    showZone(zone);
    for (const instant of ['2027-03-01T08:59:00.000Z', '2027-07-01T08:59:30.000Z']) {
      expect(fromLocal(toLocal(instant), '')).toBe(instant);
    }
  }
  showZone('Asia/Tokyo');
  expect(toLocal('2027-03-01T18:59:00.000Z')).toEqual({ day: '2027-03-02', time: '03:59' });
  expect(fromLocal({ day: '2027-03-02', time: '359' }, '')).toBe('2027-03-01T18:59:00.000Z');
  showZone(null);
  expect(toLocal('')).toEqual({ day: '', time: '' });
  for (const time of ['', '8', '24:00', '8:5', '12:60', '8 pm']) {
    expect(fromLocal({ day: '2027-03-02', time }, ''), time).toBe('');
  }
  expect(fromLocal({ day: '', time: '09:00' }, '')).toBe('');
});

it('a join time that no one changes stays the same to the millisecond, also in the hour that comes twice', () => {
  showZone('Europe/Stockholm');
  for (const was of ['2027-10-31T01:29:00.000Z', '2027-03-01T08:59:00.900Z', '2027-03-01T08:59:30.000Z']) {
    const { day, time } = toLocal(was);
    expect(fromLocal({ day, time: time.replace(':', '') }, was)).toBe(was);
  }
  const next = fromLocal({ day: '2027-10-31', time: '02:30' }, '2027-10-31T01:29:00.000Z');
  expect(next).toBe('2027-10-31T00:30:00.000Z');
  showZone(null);
});

it('writes in words how far a join time is from the start', () => {
  const words = (seconds: number) =>
    distanceInWords(
      new Date(Date.parse(BOT.meeting_start) + seconds * 1000).toISOString(),
      BOT.meeting_start,
    );
  expect([-60, 0, 0.4, 45, 435, -3599.9, -3600, 5400, -260_000].map(words)).toEqual([
    '1 min before the start',
    'at the start',
    'at the start',
    '45 s after the start',
    '7 min 15 s after the start',
    '1 h before the start',
    '1 h before the start',
    '1 h 30 min after the start',
    '3 days before the start',
  ]);
});
