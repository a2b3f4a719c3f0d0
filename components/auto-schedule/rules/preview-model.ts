import type { PreviewRulesResponse } from '@/lib/contract/rules';

type Previewed = PreviewRulesResponse['added'][number];

/** Meetings of one title; a series has many. */
export type PreviewedMeetings = { title: string; count: number; first: string };
/** Meetings whose decision has the same reason. */
export type PreviewedReason = { reason: string; count: number; meetings: PreviewedMeetings[] };

/** Returns meetings by the reason of their decision, the most frequent reason first, each title once. */
export function byReason(previewed: readonly Previewed[]): PreviewedReason[] {
  const reasons = new Map<string, Map<string, PreviewedMeetings>>();
  for (const { title, reason, start_time: first } of previewed) {
    const meetings = reasons.get(reason) ?? new Map<string, PreviewedMeetings>();
    const known = meetings.get(title);
    meetings.set(title, { title, count: (known?.count ?? 0) + 1, first: known?.first ?? first });
    reasons.set(reason, meetings);
  }
  return [...reasons]
    .map(([reason, titles]) => {
      const meetings = [...titles.values()];
      return { reason, meetings, count: meetings.reduce((sum, { count }) => sum + count, 0) };
    })
    .sort((one, other) => other.count - one.count);
}
