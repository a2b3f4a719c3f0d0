import type { BotStatusName } from '@/lib/contract/events';
import type { ScheduledBotRow } from '@/lib/contract/schedule';

/** What led to a bot, in a few words. */
export const SOURCES: Record<ScheduledBotRow['source'], string> = {
  manual: 'By hand',
  batch: 'Series',
  auto_reschedule: 'Series',
  auto: 'Auto-schedule',
  always: 'Always for this meeting',
};

/** Where a bot is, before the title of its meeting; nothing of one that did not get there. */
export const WHEREABOUTS: Partial<Record<BotStatusName, string>> = {
  Scheduled: 'It joins',
  Joining: 'It is on its way to',
  WaitingRoom: 'It waits to be let into',
  InMeeting: 'It is in',
  Recording: 'It is in',
  Leaving: 'It is leaving',
  Done: 'It was at',
};
