import { DECISIONS } from '@/components/activity/words';
import type { CalendarEvent } from '@/lib/contract/events';
import { PLATFORM_NAMES } from '@/lib/contract/link-words';
import { MEETING_PLATFORM_NAMES } from '@/lib/contract/names';
import { DECISION_CODES, type DecisionCode } from '@/lib/scheduling/domain/join-decision';
import { isWithBot } from '@/lib/scheduling/domain/with-bot';
import { nameOf, viewOf } from './event-view';

/** What narrows the meetings that are shown, by the names in the address; null: anything. */
export type MeetingFilters = {
  /** Google's id of a calendar. */
  calendar: string | null;
  platform: (typeof MEETING_PLATFORM_NAMES)[number] | 'none' | null;
  /** The organizer's address. */
  organizer: string | null;
  /** Whether there is or will be a bot, or the rule that decides about it. */
  bot: 'with' | 'without' | DecisionCode | null;
  repeats: 'recurring' | 'once' | null;
};

export type FilterName = keyof MeetingFilters;

export const NO_FILTERS: MeetingFilters = {
  ...{ calendar: null, platform: null, organizer: null, bot: null, repeats: null },
};

export const FILTER_LABELS: Record<FilterName, string> = {
  bot: 'Bot',
  calendar: 'Calendar',
  platform: 'Platform',
  organizer: 'Organizer',
  repeats: 'Repeats',
};

const REPEATS = { recurring: 'Recurring', once: 'One-time' };
const BOTS = { with: 'With a bot', without: 'Without a bot' };

/** Returns the filters of an address. A value that means nothing is as if it were not there. */
export function filtersOf(params: { get(name: string): string | null }): MeetingFilters {
  const oneOf = <T extends string>(name: FilterName, values: readonly T[]): T | null =>
    values.find((value) => value === params.get(name)) ?? null;
  return {
    calendar: params.get('calendar'),
    platform: oneOf('platform', [...MEETING_PLATFORM_NAMES, 'none']),
    organizer: params.get('organizer'),
    bot: oneOf('bot', ['with', 'without', ...DECISION_CODES]),
    repeats: oneOf('repeats', ['recurring', 'once']),
  };
}

/** Returns the filters as parameters of the API's list of meetings. */
export function queryOf({ calendar, platform, organizer, bot, repeats }: MeetingFilters) {
  return {
    ...(calendar && { calendar_id: calendar }),
    ...(platform === 'none' ? { has_link: 'false' } : platform && { platform }),
    ...(organizer && { organizer }),
    ...(bot === 'with' || bot === 'without'
      ? { with_bot: String(bot === 'with') }
      : bot && { decision: bot }),
    ...(repeats && { recurring: String(repeats === 'recurring') }),
  };
}

/** Whether a meeting passes all filters. */
export function passesFilters(event: CalendarEvent, filters: MeetingFilters): boolean {
  return (Object.keys(filters) as FilterName[]).every((name) => passes(event, name, filters[name]));
}

function passes(event: CalendarEvent, name: FilterName, value: string | null): boolean {
  return value === null || valuesOf(event, name).includes(value);
}

/** Returns the values of a filter that a meeting passes. */
function valuesOf(event: CalendarEvent, name: FilterName): (string | null)[] {
  switch (name) {
    case 'calendar':
      return [event.calendar_id, ...event.copies.map((copy) => copy.calendar_id)];
    case 'platform':
      return [event.meeting_url === null ? 'none' : event.meeting_platform];
    case 'organizer':
      return [organizerOf(event)?.email ?? null];
    case 'bot':
      return [isWithBot(event) ? 'with' : 'without', event.decision.code];
    case 'repeats':
      return [viewOf(event).isRecurring ? 'recurring' : 'once'];
  }
}

function organizerOf(event: CalendarEvent) {
  return viewOf(event).organizer;
}

/** A value of a filter, in words, and how many of the meetings on screen pass with it. */
export type FilterChoice = { value: string; label: string; count: number };

/** Organizers beyond these are found by searching for their name. */
const MOST_ORGANIZERS = 30;

/**
 * Returns the values that a filter can have, and what each would leave of the meetings that the other filters let through.
 * @param chosen the filters that are set now: their values are among the choices also where no meeting has them
 */
export function choicesOf(
  name: FilterName,
  events: CalendarEvent[],
  chosen: MeetingFilters,
  calendars: { id: string; name: string }[],
): FilterChoice[] {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.is_deleted || !passesFilters(event, { ...chosen, [name]: null })) continue;
    for (const value of valuesOf(event, name)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const own = chosen[name];
  const present = new Set([...counts.keys(), ...(own ? [own] : [])]);
  const values = new Set([...(fixedValues(name, calendars) ?? present), ...(own ? [own] : [])]);
  const choices = [...values]
    .filter((value) => name !== 'bot' || value in BOTS || present.has(value))
    .filter((value) => name !== 'platform' || present.has(value))
    .map((value) => ({
      value,
      label: wordsOf(name, value, { calendars, events }),
      count: counts.get(value) ?? 0,
    }));
  if (name !== 'organizer') return choices;
  return choices
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
    .filter(({ value }, index) => index < MOST_ORGANIZERS || value === own);
}

function fixedValues(name: FilterName, calendars: { id: string }[]): string[] | null {
  if (name === 'bot') return [...Object.keys(BOTS), ...DECISION_CODES];
  if (name === 'platform') return [...MEETING_PLATFORM_NAMES, 'none'];
  if (name === 'repeats') return Object.keys(REPEATS);
  return name === 'calendar' ? calendars.map(({ id }) => id) : null;
}

type Known = { calendars: { id: string; name: string }[]; events: CalendarEvent[] };

/** Returns a filter's value in words. */
export function wordsOf(name: FilterName, value: string, { calendars, events }: Known): string {
  switch (name) {
    case 'calendar':
      return calendars.find(({ id }) => id === value)?.name ?? value;
    case 'platform':
      return value === 'none' ? 'No meeting link' : PLATFORM_NAMES[value as keyof typeof PLATFORM_NAMES];
    case 'organizer': {
      const person = events.map(organizerOf).find((organizer) => organizer?.email === value);
      return person?.self ? 'You' : nameOf(person ?? { email: value });
    }
    case 'bot':
      return BOTS[value as keyof typeof BOTS] ?? capitalized(DECISIONS[value as DecisionCode]);
    case 'repeats':
      return REPEATS[value as keyof typeof REPEATS];
  }
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
