import type { ScheduledBotRow } from '@/lib/contract/schedule';

type Split<T> = { ahead: T[]; come: T[] };

/**
 * Parts bots that have ended by whether their time had come: one that was called off for a meeting still ahead has not
 * happened, and is not what is looked for among those of the past.
 * @param now milliseconds since 1970
 */
export function splitByTime<T extends Pick<ScheduledBotRow, 'scheduled_join_time'>>(
  bots: readonly T[],
  now: number,
): Split<T> {
  const isAhead = (bot: T) => Date.parse(bot.scheduled_join_time) > now;
  return { ahead: bots.filter(isAhead), come: bots.filter((bot) => !isAhead(bot)) };
}
