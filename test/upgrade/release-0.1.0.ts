import type { Renames } from './stored-rows';

// The rows that release 0.1.0 has stored, in its words. These stay when the program's words change.

/** A database that the release has filled. */
export const DUMP = 'test/upgrade/release-0.1.0.sql';
/** The time of the dump, by its users' clock. */
export const NOW = new Date('2027-03-01T14:11:00Z');

/** Decision codes that have been renamed since release 0.1.0. */
const DECISION_CODES_NOW = {
  over: 'ended',
  had_bot: 'bot_ended',
  scheduled_by_hand: 'scheduled_manually',
  series_chain: 'auto_reschedule',
  already_booked: 'scheduled_earlier',
  same_room: 'shared_link',
};

/** What migrations have renamed since the release. */
export const RENAMES: Renames = {
  names: {
    'Calendar.driftCount': 'missedNotificationCount',
    'Calendar.lastDriftAt': 'lastMissedNotificationAt',
    'Calendar.followedSince': 'syncEnabledSince',
    'Event.recurringEnabled': 'autoRescheduleEnabled',
    'Event.chainBotConfig': 'autoRescheduleBotConfig',
    'Event.chainFrom': 'autoRescheduleFrom',
    'Occurrence.meetingKey': 'linkKey',
    'ScheduledBot.meetingKey': 'linkKey',
    'ScheduledBot.wantedSince': 'bookedSince',
    'ScheduledBot.cancelledByCalendar': 'comesBack',
  },
  values: {
    'ScheduledBot.source': { chain: 'auto_reschedule' },
    'Occurrence.decisionCode': DECISION_CODES_NOW,
    'ActivityEntry.cause': {
      ...DECISION_CODES_NOW,
      asked: 'requested',
      chain: 'previous_meeting_ended',
    },
    'ActivityEntry.action': {
      'calendar.followed': 'calendar.sync_enabled',
      'calendar.lost': 'calendar.sync_stopped',
      'calendar.repaired': 'calendar.resynced',
    },
    'ActivityEntry.before.decision': DECISION_CODES_NOW,
    'ActivityEntry.after.decision': DECISION_CODES_NOW,
    'ActivityEntry.before.source': { chain: 'auto_reschedule' },
    'ActivityEntry.after.source': { chain: 'auto_reschedule' },
  },
};

/** The decisions about the meetings of a title, in order of time, in the release's codes. */
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
