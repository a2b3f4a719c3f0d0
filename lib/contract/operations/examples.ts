/** One weekly meeting with its bot, of which all examples speak. */
export const SERIES_ID = 'evt_5d1f0c8a2b7e4f6390ab12cd';
export const EVENT_ID = `${SERIES_ID}_20270301T090000Z`;
export const BOT_ID = 'bot_8c2e4a6f0b1d4e3f9a7c5b3d';

const START = '2027-03-01T09:00:00.000Z';
const END = '2027-03-01T09:30:00.000Z';
const JOIN = '2027-03-01T08:59:00.000Z';
const LINK = 'https://meet.google.com/abc-defg-hij';

export const BOT_CONFIG = { bot_name: 'Scribe', video_required: false };

export const BOOKING = {
  scheduled: true,
  schedule_id: BOT_ID,
  bot_id: BOT_ID,
  schedule_group: null,
  event_id: EVENT_ID,
  scheduled_time: JOIN,
  existing_schedules: 0,
  occurrence_date: START,
  is_recurring_occurrence: true,
  bot_config: BOT_CONFIG,
};

export const DECISION = {
  will_join: true,
  code: 'scheduled_manually',
  reason: 'You scheduled a bot for this meeting.',
  override: null,
};

export const EVENT = {
  id: EVENT_ID,
  start_time: START,
  end_time: END,
  is_all_day: false,
  time_zone: 'Europe/Stockholm',
  calendar_id: 'ada@northwind.example',
  platform: 'google_calendar',
  platform_id: '4q1b8g9k2m',
  ical_uid: '4q1b8g9k2m@google.com',
  meeting_platform: 'GMeet',
  meeting_url: LINK,
  meeting_links: [{ meeting_url: LINK, platform: 'GMeet', found_in: 'conferenceData' }],
  created_at: '2027-02-20T12:00:00.000Z',
  updated_at: '2027-02-26T15:04:05.000Z',
  is_deleted: false,
  title: 'Design review',
  raw: { id: '4q1b8g9k2m', summary: 'Design review', status: 'confirmed', hangoutLink: LINK },
  bots: [
    {
      id: BOT_ID,
      status: 'Scheduled',
      status_reason: null,
      scheduled_join_time: JOIN,
      bot_username: 'Scribe',
      platform: 'GMeet',
      source: 'auto',
      is_scheduled: true,
    },
  ],
  past_bots: [],
  recurring_event_id: SERIES_ID,
  original_start_time: START,
  recurrence_rule: 'RRULE:FREQ=WEEKLY;BYDAY=MO',
  recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO', 'EXDATE;TZID=Europe/Stockholm:20270405T093000'],
  recurrence_text: 'Every week on Monday',
  recurring_enabled: false,
  overrides: { occurrence: null, series: null },
  decision: DECISION,
  problem: null,
  copy_of: null,
  copies: [],
};

export const EVENTS_PAGE = { next: null, previous: null, has_more: false, results: [EVENT] };

export const BOT = {
  bot_id: BOT_ID,
  platform: 'GMeet',
  status: 'Scheduled',
  status_reason: null,
  scheduled_join_time: JOIN,
  sent_at: null,
  bot_username: 'Scribe',
  meeting_link: LINK,
  custom_attributes: { team: 'design' },
  event_id: EVENT_ID,
  occurrence_date: START,
  source: 'manual',
  bot_config: BOT_CONFIG,
  title: 'Design review',
  meeting_start: START,
  meeting_end: END,
  version: 1,
};

export const SCHEDULED_BOTS_PAGE = { scheduled_bots: [BOT], next: null, has_more: false };

export const BOTS_PAGE = { ...SCHEDULED_BOTS_PAGE, bots: [BOT], hasNextPage: false, nextCursor: null };

export const CALENDAR = {
  id: 'ada@northwind.example',
  usher_id: 'cln_4b1d7e9a2c5f8b3d6e0a1c4f',
  account_id: 'cal_0b5a7c9d1e3f4a6b8c0d2e4f6a8b0c2d',
  summary: 'Ada',
  description: null,
  isPrimary: true,
  accessRole: 'owner',
  timeZone: 'Europe/Stockholm',
  backgroundColor: '#0e5a44',
  foregroundColor: '#ffffff',
  selected: true,
  hidden: false,
  sync_enabled: true,
  last_synced_at: '2027-03-01T08:30:00.000Z',
  push_status: 'watching',
};
