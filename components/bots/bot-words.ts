import type { ScheduledBotRow } from '@/lib/contract/schedule';

/** What led to a bot, in a few words. */
export const SOURCES: Record<ScheduledBotRow['source'], string> = {
  manual: 'By hand',
  batch: 'Series',
  chain: 'Series',
  auto: 'Auto-schedule',
  always: 'Always for this meeting',
};
