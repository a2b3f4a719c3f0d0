/** What can change, each with what it means to a page that is open; the database's triggers name the same kinds. */
export const CHANGE_KINDS = [
  /** Meetings: their times, links, overrides, and why a bot joins or does not. */
  'events',
  'bots',
  /** Something has happened. */
  'activity',
  /** Accounts and calendars, and which of them are synced. */
  'calendars',
  /** How the sync is doing. */
  'sync',
  /** The person's settings, auto-schedule's among them. */
  'settings',
  'api_keys',
  /** Where the person is signed in. */
  'sessions',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What each message of the stream of changes holds, as JSON. */
export type ChangesMessage = { changed: ChangeKind[] };

/** How often a message comes at the least, in ms, also when nothing has changed. */
export const CHANGES_EVERY_MS = 2_000;
