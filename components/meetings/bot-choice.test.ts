import { describe, expect, it } from 'vitest';
import type { BotStatusName, CalendarEvent } from '@/lib/contract/events';
import { botAs, meetingAt } from '@/test/agenda';
import { choiceOf, reasonOf } from './bot-choice';

const NOW = new Date(2026, 10, 22, 9, 30).getTime();
const decided = (code: CalendarEvent['decision']['code']) =>
  ({ will_join: true, code, reason: 'The decision.', override: null }) as const;

it.each([
  ['always', 'override_always', 'on'],
  ['never', 'override_never', 'off'],
  [null, 'auto_schedule', 'rules'],
  [null, 'series_never', 'rules'],
  [null, 'scheduled_manually', 'on'],
] as const)('an override %s with the decision %s is the choice %s', (occurrence, code, choice) => {
  const event = meetingAt(NOW, { overrides: { occurrence, series: null }, decision: decided(code) });
  expect(choiceOf(event)).toBe(choice);
});

describe('the reason that is shown', () => {
  const shown = (status: BotStatusName, code: CalendarEvent['decision']['code']) => {
    const bots = botAs(status, NOW).map((bot) => ({ ...bot, status_reason: 'The bot’s.' }));
    return reasonOf(meetingAt(NOW, { bots, decision: decided(code) }));
  };

  it.each([
    ['Scheduled', 'override_always', 'The bot’s.'],
    ['Recording', 'override_always', 'The bot’s.'],
    ['Missed', 'ended', 'The bot’s.'],
    ['Error', 'bot_ended', 'The bot’s.'],
    ['Error', 'override_always', 'The decision.'],
    ['Cancelled', 'override_never', 'The decision.'],
    ['Cancelled', 'ended', 'The decision.'],
  ] as const)('of a bot that is %s, with the decision %s: %s', (status, code, reason) => {
    expect(shown(status, code)).toBe(reason);
  });

  it('is the decision’s where the bot has none', () => {
    const event = meetingAt(NOW, { bots: botAs('Recording', NOW), decision: decided('auto_schedule') });
    expect(reasonOf(event)).toBe('The decision.');
  });
});
