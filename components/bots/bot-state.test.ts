import { describe, expect, it } from 'vitest';
import type { BotStatusName, CalendarEvent } from '@/lib/contract/events';
import { botAs, meetingAt } from '@/test/agenda';
import { canSendAgain, canSendAgainTo, splitByTime, switchState } from './bot-state';

const NOW = new Date(2026, 10, 22, 9, 30).getTime();
const MINUTE = 60_000;

/** A meeting `inMinutes` from now, with a link. */
const meeting = (inMinutes: number, changes: Partial<CalendarEvent> = {}) =>
  meetingAt(NOW + inMinutes * MINUTE, changes);
const bot = (status: BotStatusName) => botAs(status, NOW);

it('separates bots that were canceled ahead of their join time from the others, each in their order', () => {
  const at = (scheduled_join_time: string) => ({ scheduled_join_time });
  const [december, tomorrow, now, yesterday] = [
    at('2026-12-07T09:00:00Z'),
    at('2026-11-27T09:00:00Z'),
    at('2026-11-26T09:00:00Z'),
    at('2026-11-25T09:00:00Z'),
  ];
  expect(splitByTime([december, tomorrow, now, yesterday], Date.parse('2026-11-26T09:00:00Z'))).toEqual({
    ahead: [december, tomorrow],
    come: [now, yesterday],
  });
});

describe('sending again', () => {
  const past = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();
  const running = { start: past(-10), end: past(20) };

  it.each([
    ['Error', true],
    ['Denied', true],
    ['NotAllowed', true],
    ['Missed', true],
    ['Done', false],
    ['Cancelled', false],
    ['Recording', false],
    ['Scheduled', false],
  ] as const)('is offered for a bot that is %s: %s', (status, offered) => {
    expect(canSendAgain(status, running, NOW)).toBe(offered);
  });

  it('is offered while the meeting runs', () => {
    expect(canSendAgain('Error', { start: past(4), end: past(30) }, NOW)).toBe(true);
    expect(canSendAgain('Error', { start: past(6), end: past(30) }, NOW)).toBe(false);
    expect(canSendAgain('Error', { start: past(-30), end: past(0) }, NOW)).toBe(false);
  });

  it('is not offered without a link, for a canceled meeting, or when another bot is on its way', () => {
    const failed = { past_bots: bot('Error') };
    expect(canSendAgainTo(meeting(0, failed), NOW)).toBe(true);
    expect(canSendAgainTo(meeting(0, { ...failed, meeting_url: null }), NOW)).toBe(false);
    expect(canSendAgainTo(meeting(0, { ...failed, is_deleted: true }), NOW)).toBe(false);
    expect(canSendAgainTo(meeting(0, { ...failed, bots: bot('Joining') }), NOW)).toBe(false);
  });
});

describe('bot switch', () => {
  it('can be turned on and off before the meeting', () => {
    expect(switchState(meeting(5), NOW)).toEqual({ on: false, locked: null });
    expect(switchState(meeting(5, { bots: bot('Scheduled') }), NOW)).toEqual({ on: true, locked: null });
    expect(switchState(meeting(5, { bots: bot('Cancelled') }), NOW)).toEqual({ on: false, locked: null });
  });

  it('recalls a bot that is active', () => {
    for (const status of ['Joining', 'WaitingRoom', 'InMeeting', 'Recording'] as const) {
      expect(switchState(meeting(-5, { bots: bot(status) }), NOW)).toEqual({ on: true, locked: null });
    }
  });

  it('is locked, with a reason, when the bot is leaving or no bot can join', () => {
    expect(switchState(meeting(-5, { bots: bot('Leaving') }), NOW)).toMatchObject({
      on: true,
      locked: expect.stringMatching(/\w/),
    });
    for (const event of [meeting(5, { meeting_url: null }), meeting(-60), meeting(5, { is_deleted: true })]) {
      expect(switchState(event, NOW)).toMatchObject({ on: false, locked: expect.stringMatching(/\w/) });
    }
  });
});
