import { dayKey } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { MOST_COUNTED } from '@/lib/contract/limits';
import { findWords } from '@/lib/occurrences/domain/search-text';
import { byStart, isWorthALine, withoutCopies } from '../agenda-model';
import { viewOf } from '../event-view';

export type MonthOfMatches = { month: string; events: CalendarEvent[] };

/** Returns the day on which a meeting begins, as `2026-11-22`. */
export function firstDayOf(event: CalendarEvent): string {
  return viewOf(event).days?.first ?? dayKey(event.start_time);
}

/**
 * Returns matches by month, each meeting once.
 * @param order `asc`: the earliest first
 * @returns months as `2026-11`
 */
export function byMonth(events: CalendarEvent[], order: 'asc' | 'desc'): MonthOfMatches[] {
  const months = new Map<string, CalendarEvent[]>();
  const sorted = withoutCopies(events.filter(isWorthALine)).sort(byStart);
  for (const event of order === 'asc' ? sorted : sorted.reverse()) {
    const month = firstDayOf(event).slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), event]);
  }
  return [...months].map(([month, events]) => ({ month, events }));
}

/** Where beside its title a meeting matches: the text, and what it is. */
export type MatchBeside = { label: 'Guest' | 'Organizer' | 'Location'; text: string };

/** More of them say no more. */
const MOST_BESIDE = 2;

/**
 * Returns where a meeting contains the words of a search that are not in its title.
 * @param words as `searchWords` returns them
 */
export function matchesBeside(event: CalendarEvent, words: readonly string[]): MatchBeside[] {
  const { title, location, organizer, attendees } = viewOf(event);
  let missing = words.filter((word) => findWords(title, [word]).length === 0);
  const places: MatchBeside[] = [
    ...attendees.flatMap((person) => textsOf(person).map((text) => ({ label: 'Guest' as const, text }))),
    ...(organizer ? textsOf(organizer).map((text) => ({ label: 'Organizer' as const, text })) : []),
    ...(location ? [{ label: 'Location' as const, text: location }] : []),
  ];
  const found: MatchBeside[] = [];
  for (const place of places) {
    const left = missing.filter((word) => findWords(place.text, [word]).length === 0);
    if (left.length === missing.length) continue;
    found.push(place);
    missing = left;
  }
  return found.slice(0, MOST_BESIDE);
}

function textsOf({ displayName, email }: { displayName?: string; email?: string }): string[] {
  return [displayName?.trim(), email].flatMap((text) => text || []);
}

/**
 * Returns how many matches there are, in words.
 * @param count those on screen
 * @param others `none`: these are all; `many`: there are more of them than the API counts; `some`: no one knows
 */
export function matchesInWords(count: number, others: 'none' | 'some' | 'many' = 'none'): string {
  if (others === 'many') return `More than ${Math.max(count, MOST_COUNTED).toLocaleString()} matches`;
  if (others === 'some') return `${count.toLocaleString()}+ matches`;
  return `${count.toLocaleString()} ${count === 1 ? 'match' : 'matches'}`;
}
