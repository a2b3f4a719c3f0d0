'use client';

import { bookedOrActiveBot, latestBot } from '@/components/bots/bot-state';
import { BotStatePill, PendingPill, WillBeScheduledPill } from '@/components/bots/bot-state-pill';
import { timeOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { usePendingChoice } from './requests/set-bot';

const PENDING = { on: 'Turning on…', rules: 'Using rules…', off: 'Turning off…' };

/**
 * The state of a meeting's bot, or that one will be scheduled, or what is not confirmed yet; nothing when none of it
 * holds.
 */
export function EventBotState({ event, now }: { event: CalendarEvent; now: number }) {
  const pending = usePendingChoice(event.id);
  const bot = latestBot(event);
  if (pending) return <PendingPill>{PENDING[pending]}</PendingPill>;
  if (event.decision.will_join && !bookedOrActiveBot(event)) return <WillBeScheduledPill />;
  if (!bot) return null;
  // Beside a meeting that takes place, "Canceled" would read as the state of the meeting.
  const label = bot.status === 'Cancelled' && !event.is_deleted ? 'No bot' : undefined;
  const isAhead = Date.parse(bot.scheduled_join_time) > now;
  return (
    <BotStatePill
      status={bot.status}
      time={isAhead ? timeOfDay(bot.scheduled_join_time) : undefined}
      reason={bot.status_reason}
      label={label}
    />
  );
}
