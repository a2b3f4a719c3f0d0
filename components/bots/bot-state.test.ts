import { describe, expect, it } from 'vitest';
import type { BotStatusName, CalendarEvent } from '@/lib/contract/events';
import { botAs, meetingAt } from '@/test/agenda';
import { splitByTime, switchState } from './bot-state';

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
