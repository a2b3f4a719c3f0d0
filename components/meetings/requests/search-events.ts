'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { EVENTS_KEY, type EventList, eventPages, joined } from './list-events';

/** Matches that one page of results shows at least, where there are so many. */
const PAGE = 100;

/**
 * Reads matches until there are enough of them: a page of the API may have none, and others follow. Where their number is known
 * it is small, and all of them are read, so that each meeting is counted once.
 */
async function search(filters: Record<string, string>, wanted: number, signal: AbortSignal) {
  let list: EventList = { events: [], isWhole: true };
  for await (const page of eventPages(filters, signal)) {
    list = joined(list, page);
    if (list.events.length >= wanted && !list.total?.is_exact) break;
  }
  return list;
}

/**
 * Returns stored meetings that match a search, nearest in time first.
 * @param filters parameters of the API's list of meetings, `q` among them
 * @param side `ahead`: what has not ended by `from`; `before`: what began before it, the last one first
 * @param from an instant, ISO 8601
 * @param pages how many pages of results are shown
 */
export function useSearch(
  filters: Record<string, string>,
  { side, from, pages }: { side: 'ahead' | 'before'; from: string; pages: number },
) {
  const asked: Record<string, string> =
    side === 'ahead' ? { ...filters, time_min: from } : { ...filters, time_max: from, order: 'desc' };
  return useQuery({
    queryKey: [...EVENTS_KEY, 'search', asked, pages],
    queryFn: ({ signal }) => search(asked, pages * PAGE, signal),
    placeholderData: keepPreviousData,
  });
}
