// Names that pages offer as choices, apart from the schemas, which pages do not load.

export const MEETING_PLATFORM_NAMES = [
  'GMeet',
  'Zoom',
  'Teams',
  'Webex',
  'GoToMeeting',
  'BlueJeans',
  'Whereby',
] as const;

/** Who can send bots: the providers of `lib/dispatch/providers`. */
export const BOT_PROVIDER_NAMES = ['meetstream', 'attendee'] as const;

export const BOT_SOURCES = ['manual', 'batch', 'auto_reschedule', 'auto', 'always'] as const;

export const ACTORS = ['person', 'api', 'google', 'provider', 'usher'] as const;

/** What an entry is about: the first part of its `action`. */
export const ACTIVITY_KINDS = [
  'bot',
  'callback',
  'decision',
  'rules',
  'series',
  'override',
  'link',
  'auto_schedule',
  'calendar',
  'connection',
  'api_key',
  'session',
  'person',
  'settings',
] as const;

export type ActivityKind = (typeof ACTIVITY_KINDS)[number];
