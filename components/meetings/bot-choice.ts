import { bookedOrActiveBot, latestBot } from '@/components/bots/bot-state';
import type { CalendarEvent } from '@/lib/contract/events';

/** What a person can want of a meeting's bot: that it joins, that the rules decide, or that none joins. */
export type BotChoice = 'on' | 'rules' | 'off';

type Override = CalendarEvent['overrides']['occurrence'];

/** The override that stores a choice. */
export const OVERRIDES: Record<BotChoice, Override> = { on: 'always', rules: null, off: 'never' };

/** Returns what holds for a meeting: a bot that a person scheduled counts as turned on, without an override too. */
export function choiceOf({ overrides, decision, bots }: CalendarEvent): BotChoice {
  if (overrides.occurrence) return choiceFor(overrides.occurrence);
  if (decision.code === 'scheduled_manually') return 'on';
  const isManual = bots.some(({ source }) => source === 'manual' || source === 'batch');
  return decision.code === 'bot_limit' && isManual ? 'on' : 'rules';
}

/** Returns the choice that an override stores. */
export function choiceFor(override: Override): BotChoice {
  return override === 'always' ? 'on' : override === 'never' ? 'off' : 'rules';
}

/**
 * Returns why a meeting has a bot or none, in a sentence. Where its bot says more than the decision, it is the bot's
 * reason: why it waits, leaves, or did not get in.
 */
export function reasonOf(event: CalendarEvent): string {
  const { decision } = event;
  const bot = latestBot(event);
  const isOver = decision.code === 'bot_ended' || decision.code === 'ended';
  const says = bookedOrActiveBot(event) !== null || (isOver && bot?.status !== 'Cancelled');
  return (says && bot?.status_reason) || decision.reason;
}
