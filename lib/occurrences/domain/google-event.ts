/**
 * Google Calendar's own resources, as Google sends them. The names of the fields are Google's
 * (https://developers.google.com/workspace/calendar/api/v3/reference/events). Only fields that decisions read
 * are named; the others are stored as they are.
 */

export type GoogleEventTime = {
  /** RFC 3339 with an offset; absent for all-day events. */
  dateTime?: string;
  /** `YYYY-MM-DD`; only for all-day events. `end.date` is exclusive. */
  date?: string;
  /** IANA zone; required by Google on the start of a recurring event. */
  timeZone?: string;
};

export type GoogleAttendee = {
  email?: string;
  displayName?: string;
  self?: boolean;
  organizer?: boolean;
  resource?: boolean;
  optional?: boolean;
  responseStatus?: 'needsAction' | 'declined' | 'tentative' | 'accepted';
};

export type GoogleEntryPoint = {
  entryPointType?: string;
  uri?: string;
  label?: string;
  meetingCode?: string;
  passcode?: string;
  password?: string;
  pin?: string;
};

export type GoogleEvent = {
  id: string;
  status?: 'confirmed' | 'tentative' | 'cancelled';
  etag?: string;
  iCalUID?: string;
  summary?: string;
  description?: string;
  location?: string;
  hangoutLink?: string;
  htmlLink?: string;
  conferenceData?: {
    conferenceId?: string;
    conferenceSolution?: { name?: string; key?: { type?: string } };
    entryPoints?: GoogleEntryPoint[];
    /** HTML that an add-on writes, often with its link. */
    notes?: string;
  };
  /** Where the event was made from, e.g. a page or a mail. */
  source?: { url?: string; title?: string };
  start?: GoogleEventTime;
  end?: GoogleEventTime;
  /** RRULE, EXRULE, RDATE and EXDATE lines of RFC 5545, without DTSTART; only on a series' master. */
  recurrence?: string[];
  /** Google id of the master; only on an exception. */
  recurringEventId?: string;
  /** The start that this exception had in its series before it was changed (RFC 5545 RECURRENCE-ID). */
  originalStartTime?: GoogleEventTime;
  attendees?: GoogleAttendee[];
  attendeesOmitted?: boolean;
  organizer?: { email?: string; displayName?: string; self?: boolean };
  creator?: { email?: string; displayName?: string; self?: boolean };
  eventType?: string;
  transparency?: string;
  visibility?: string;
  created?: string;
  updated?: string;
  sequence?: number;
};
