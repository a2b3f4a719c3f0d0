import type { Renames } from './stored-rows';

// What release 0.1.0 has stored, in the words of that release: they stay when the program's change.

/** A database that the release has filled. */
export const DUMP = 'test/upgrade/release-0.1.0.sql';
/** When the dump was made, by the clock of its users. */
export const NOW = new Date('2027-03-01T14:11:00Z');

/** What migrations have renamed since the release. */
export const RENAMES: Renames = { names: {}, values: {} };

/** What is decided about the meetings of a title, in order of time, by the release's codes. */
export const DECISIONS: Record<string, string[]> = {
  Early: ['over'],
  'Meeting Never while there': ['override_never'],
  'Review of the quarter': ['override_never'],
  Standup: [
    'override_always',
    'scheduled_by_hand',
    'scheduled_by_hand',
    'override_never',
    'series_never',
    'series_never',
  ],
  Always: ['series_always', 'series_always', 'series_always', 'series_always'],
  Never: ['series_never', 'series_never', 'series_never', 'series_never'],
  'Planning of the team': ['series_always', 'series_always', 'series_always'],
  Weekly: ['over', 'series_chain', 'series_chain', 'series_chain'],
  'No more': ['auto_schedule', 'auto_schedule', 'auto_schedule', 'auto_schedule'],
  'First at the link': ['scheduled_by_hand'],
  'Second at the link': ['same_room'],
  Automatic: ['auto_schedule'],
  'Secret plans': ['never_title'],
  Declined: ['never_response'],
  Linkless: ['no_link'],
};
