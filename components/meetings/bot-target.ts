import { bookedOrActiveBot, latestBot, PENDING_BOT } from '@/components/bots/bot-state';
import type { CalendarEvent } from '@/lib/contract/events';
import { viewOf } from './event-view';

type Override = CalendarEvent['overrides']['occurrence'];

/** A meeting whose bot is switched: its title for the messages, and how things stand before the switch. */
export type BotTarget = { eventId: string; title: string; hasBot: boolean; override: Override };

/** Returns the meeting of an event as the target of its bot switch. */
export function targetOf(event: CalendarEvent): BotTarget {
  return {
    eventId: event.id,
    title: viewOf(event).title,
    hasBot: bookedOrActiveBot(event) !== null,
    override: event.overrides.occurrence,
  };
}

/**
 * Returns an event as it will be once its bot is switched on or off, to be shown before the server has
 * answered.
 */
export function withBotSwitched(event: CalendarEvent, on: boolean): CalendarEvent {
  if (!on) {
    const removed = event.bots.map((bot) => ({
      ...bot,
      status: 'Cancelled' as const,
      status_reason: null,
      is_scheduled: false,
    }));
    const decision = { ...event.decision, will_join: false, reason: 'You set this meeting to “never”.' };
    return { ...event, bots: [], past_bots: [...removed, ...event.past_bots], decision };
  }
  const joinsAt = new Date(Date.parse(event.start_time) - 60_000).toISOString();
  const bot: CalendarEvent['bots'][number] = {
    id: `${PENDING_BOT}${event.id}`,
    status: 'Scheduled',
    status_reason: null,
    scheduled_join_time: joinsAt,
    bot_username: latestBot(event)?.bot_username ?? '',
    platform: event.meeting_platform,
    is_scheduled: true,
  };
  const decision = { ...event.decision, will_join: true, reason: 'You scheduled a bot for this meeting.' };
  return { ...event, bots: [bot], decision };
}
