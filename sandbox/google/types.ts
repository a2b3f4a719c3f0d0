/** Google Calendar's resources, in Google's own field names: a stored event is already the JSON of an answer. */

export type EventTime = { dateTime?: string; date?: string; timeZone?: string };

export type ResponseStatus = 'needsAction' | 'declined' | 'tentative' | 'accepted';

export type Attendee = {
  email: string;
  displayName?: string;
  responseStatus?: ResponseStatus;
  organizer?: boolean;
  optional?: boolean;
  resource?: boolean;
};

export type EntryPoint = {
  entryPointType: string;
  uri: string;
  label?: string;
  pin?: string;
  passcode?: string;
  meetingCode?: string;
};

export type ConferenceData = {
  conferenceId?: string;
  conferenceSolution?: { key?: { type: string }; name?: string; iconUri?: string };
  entryPoints?: EntryPoint[];
  createRequest?: { requestId: string; conferenceSolutionKey?: { type: string } };
};

export type CalendarEvent = {
  id: string;
  status: 'confirmed' | 'tentative' | 'cancelled';
  etag?: string;
  created?: string;
  updated?: string;
  summary?: string;
  description?: string;
  location?: string;
  colorId?: string;
  creator?: { email: string; displayName?: string };
  organizer?: { email: string; displayName?: string };
  start?: EventTime;
  end?: EventTime;
  recurrence?: string[];
  recurringEventId?: string;
  originalStartTime?: EventTime;
  iCalUID?: string;
  sequence?: number;
  transparency?: 'opaque' | 'transparent';
  visibility?: 'default' | 'public' | 'private' | 'confidential';
  attendees?: Attendee[];
  attendeesOmitted?: boolean;
  hangoutLink?: string;
  conferenceData?: ConferenceData;
  eventType?: string;
  [field: string]: unknown;
};

export type AccessRole = 'freeBusyReader' | 'reader' | 'writer' | 'owner';

/** One line of a person's calendar list. */
export type ListEntry = {
  calendarId: string;
  accessRole: AccessRole;
  primary?: boolean;
  selected?: boolean;
  hidden?: boolean;
  deleted?: boolean;
  summaryOverride?: string;
  backgroundColor: string;
  foregroundColor: string;
};
