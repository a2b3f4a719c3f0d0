import { bookedOrActiveBot, latestBot } from '@/components/bots/bot-state';
import { BotStatePill, WillBeScheduledPill } from '@/components/bots/bot-state-pill';
import { timeOfDay } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';

/** The state of a meeting's bot, or that one will be scheduled; nothing when neither holds. */
export function EventBotState({ event }: { event: CalendarEvent }) {
  const bot = latestBot(event);
  if (event.decision.will_join && !bookedOrActiveBot(event)) return <WillBeScheduledPill />;
  if (!bot) return null;
  // Beside a meeting that takes place, "Canceled" would read as the state of the meeting.
  const label = bot.status === 'Cancelled' && !event.is_deleted ? 'No bot' : undefined;
  return (
    <BotStatePill
      status={bot.status}
      time={timeOfDay(bot.scheduled_join_time)}
      reason={bot.status_reason}
      label={label}
    />
  );
}
