import { describe, expect, it } from 'vitest';
import { DECISION_CODES } from '@/lib/scheduling/domain/join-decision';
import { botAs, meetingAt } from '@/test/agenda';
import {
  choicesOf,
  filtersOf,
  type MeetingFilters,
  NO_FILTERS,
  passesFilters,
  queryOf,
  wordsOf,
} from './filters';

const AT = Date.parse('2026-12-01T10:00:00Z');
const boss = { email: 'boss@contoso.example', displayName: 'Zoë' };
const zoom = meetingAt(AT, {
  ...{ meeting_platform: 'Zoom', recurring_event_id: 'evt_series' },
  raw: { summary: 'Zoom', organizer: boss },
});
const bare = meetingAt(AT, {
  ...{ meeting_url: null, meeting_platform: null, calendar_id: 'team@usher.test' },
  decision: { will_join: false, code: 'no_link', reason: '', override: null },
});
const scheduled = meetingAt(AT, {
  bots: botAs('Scheduled', AT),
  raw: { organizer: { email: 'ada@usher.test', self: true } },
});
const events = [zoom, bare, scheduled];
const passing = (filters: Partial<MeetingFilters>) =>
  events.filter((event) => passesFilters(event, { ...NO_FILTERS, ...filters }));

describe('passesFilters', () => {
  it.each<[Partial<MeetingFilters>, typeof events]>([
    [{}, events],
    [{ platform: 'Zoom' }, [zoom]],
    [{ platform: 'none' }, [bare]],
    [{ organizer: boss.email }, [zoom]],
    [{ calendar: 'team@usher.test' }, [bare]],
    [{ bot: 'with' }, [scheduled]],
    [{ bot: 'without' }, [zoom, bare]],
    [{ bot: 'no_link' }, [bare]],
    [{ repeats: 'recurring' }, [zoom]],
    [{ repeats: 'once' }, [bare, scheduled]],
    [{ bot: 'without', repeats: 'once' }, [bare]],
  ])('lets through what passes %o', (filters, expected) => {
    expect(passing(filters)).toEqual(expected);
  });

  it('counts a bot that was there, and one that will join, but none that was canceled', () => {
    const was = (status: 'Done' | 'Cancelled') => meetingAt(AT, { bots: botAs(status, AT) });
    const willJoin = meetingAt(AT, {
      decision: { will_join: true, code: 'auto_schedule', reason: '', override: null },
    });
    const filters: MeetingFilters = { ...NO_FILTERS, bot: 'with' };
    expect([was('Done'), was('Cancelled'), willJoin].map((event) => passesFilters(event, filters))).toEqual([
      ...[true, false, true],
    ]);
  });
});

describe('the filters of an address', () => {
  it('are read, and those that mean nothing are left out', () => {
    const read = (query: string) => filtersOf(new URLSearchParams(query));
    expect(read('platform=Zoom&bot=no_link&repeats=once&calendar=a&organizer=b')).toEqual({
      ...{ platform: 'Zoom', bot: 'no_link', repeats: 'once', calendar: 'a', organizer: 'b' },
    });
    expect(read('platform=Carrier+pigeon&bot=1&repeats=')).toEqual(NO_FILTERS);
  });

  it('are parameters of the API', () => {
    const query = (filters: Partial<MeetingFilters>) => queryOf({ ...NO_FILTERS, ...filters });
    expect(query({})).toEqual({});
    expect(query({ bot: 'with', platform: 'none', repeats: 'once' })).toEqual({
      ...{ with_bot: 'true', has_link: 'false', recurring: 'false' },
    });
    expect(query({ bot: 'no_link', platform: 'Zoom', calendar: 'a', organizer: 'b' })).toEqual({
      ...{ decision: 'no_link', platform: 'Zoom', calendar_id: 'a', organizer: 'b' },
    });
  });
});

describe('the choices of a filter', () => {
  const calendars = [
    { id: 'ada@usher.test', name: 'Ada' },
    { id: 'team@usher.test', name: 'Team' },
  ];
  const choices = (name: keyof MeetingFilters, chosen: Partial<MeetingFilters> = {}) =>
    choicesOf(name, events, { ...NO_FILTERS, ...chosen }, calendars).map(
      ({ label, count }) => `${label} ${count}`,
    );

  it('are counted among the meetings that the other filters let through', () => {
    expect(choices('calendar')).toEqual(['Ada 2', 'Team 1']);
    expect(choices('calendar', { calendar: 'team@usher.test', bot: 'with' })).toEqual(['Ada 1', 'Team 0']);
    expect(choices('platform')).toEqual(['Google Meet 1', 'Zoom 1', 'No meeting link 1']);
    expect(choices('organizer')).toEqual(['You 1', 'Zoë 1']);
    expect(choices('repeats')).toEqual(['Recurring 1', 'One-time 2']);
    expect(choices('bot')).toEqual([
      ...['With a bot 1', 'Without a bot 2', 'No meeting link 1', 'Auto-schedule is off 2'],
    ]);
  });

  it('have the one that is chosen also where no meeting has it', () => {
    expect(choices('platform', { platform: 'Webex' })).toContain('Webex 0');
    expect(choices('organizer', { organizer: 'gone@contoso.example' })).toContain('gone@contoso.example 0');
  });

  it('have words for each decision', () => {
    for (const code of DECISION_CODES)
      expect(wordsOf('bot', code, { calendars, events })).toMatch(/^[A-Z].{4,}/);
  });
});
