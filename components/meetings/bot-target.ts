import type { CalendarEvent } from '@/lib/contract/events';
import { type BotChoice, choiceOf } from './bot-choice';
import { viewOf } from './event-view';

/** A meeting whose bot is changed: its title for the messages, and how things stand before the change. */
export type BotTarget = {
  eventId: string;
  title: string;
  choice: BotChoice;
  /** Its bot has ended: to turn it on again is to send another one. */
  hasEndedBot: boolean;
};

/** Returns the meeting of an event as the target of changes to its bot. */
export function targetOf(event: CalendarEvent): BotTarget {
  return {
    eventId: event.id,
    title: viewOf(event).title,
    choice: choiceOf(event),
    hasEndedBot: event.decision.code === 'bot_ended',
  };
}
