import { expect, it, vi } from 'vitest';
import { changesBeyondSentence, changesOf } from './changes';
import { causeInWords } from './words';

vi.stubGlobal('navigator', { language: 'en-GB' });

it('names only the fields that changed, and their values in words', () => {
  const before = {
    status: 'Scheduled',
    joinAt: null,
    decision: 'no_link',
    rules: { never: { title_keywords: [], all_day: true } },
    calendar_7: 'gone',
  };
  const after = {
    status: 'Scheduled',
    joinAt: '2026-11-24T18:05:00.000Z',
    decision: 'auto_schedule',
    rules: { never: { title_keywords: ['1:1', 'lunch'], all_day: false } },
    calendar_7: null,
  };
  expect(changesOf({ before, after })).toEqual([
    { name: 'Joins at', before: 'none', after: expect.stringMatching(/^\w{3} 2\d Nov, \d\d:05$/) },
    { name: 'Decision', before: 'no meeting link', after: 'auto-schedule is on' },
    { name: 'Rules › never › title keywords', before: 'none', after: '1:1, lunch' },
    { name: 'Rules › never › all day', before: 'yes', after: 'no' },
    { name: 'Calendar_7', before: 'gone', after: 'none' },
  ]);
  expect(changesOf({ before: null, after: null })).toEqual([]);
});

it('shows a field that appears or disappears as a whole', () => {
  expect(changesOf({ before: null, after: { name: 'Notetaker' } })).toEqual([
    { name: 'Name', before: 'none', after: 'Notetaker' },
  ]);
  expect(changesOf({ before: { status: 'WaitingRoom' }, after: { status: 'InMeeting' } })).toEqual([
    { name: 'Status', before: 'Waiting room', after: 'In meeting' },
  ]);
  expect(changesOf({ before: { botConfig: { bot_name: 'Clerk' } }, after: { botConfig: {} } })).toEqual([
    { name: 'Bot config › bot name', before: 'Clerk', after: 'none' },
  ]);
});

it.each([
  ['bot.status', { status: 'Joining' }, { status: 'InMeeting' }, 0],
  [
    'bot.moved',
    { status: 'Scheduled', joinAt: '2026-11-24T18:05:00.000Z' },
    { status: 'Scheduled', joinAt: null },
    1,
  ],
  [
    'bot.scheduled',
    { status: null, meetingUrl: null },
    { status: 'Scheduled', meetingUrl: 'https://x.example' },
    1,
  ],
  ['auto_schedule.enabled', { auto_schedule_enabled: false }, { auto_schedule_enabled: true }, 0],
  ['rules.changed', { rules: { never: { free: true } } }, { rules: { never: { free: false } } }, 1],
  ['settings.time_zone', { name: null }, { name: 'Asia/Tokyo' }, 1],
])('shows what %s changed only where its sentence does not say it', (action, before, after, count) => {
  expect(changesBeyondSentence({ action, before, after })).toHaveLength(count);
});

it('has words for a known cause, and writes an unknown one with spaces', () => {
  expect(causeInWords('only_attendees')).toBe('rule: guests');
  expect(causeInWords('something_new')).toBe('something new');
});
