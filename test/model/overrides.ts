import type { Meeting } from './truth';

type Override = 'always' | 'never' | null;
/** `unknown`: the person sent a request, and it is not known whether the app received it. */
type SeriesOverride = {
  override: Override | 'unknown';
  neverFrom: number | null;
  autoReschedule: boolean | 'unknown';
};
type MeetingOverride = {
  override: Override | 'unknown';
  manual: boolean | 'unknown';
  /** Distance of the join time from the start, when a person set it. */
  joinOffset: number;
};

/** Whether a meeting must have a bot: `may` where the product leaves it open. */
export type Verdict = 'must' | 'may' | 'never';

const originalOf = (key: string) => Date.parse(key.split('@')[1] ?? '');

const NONE: MeetingOverride = { override: null, manual: false, joinOffset: -60_000 };

/**
 * Decides which meetings must have a bot, independently of the code under test. Events and meetings have Google's
 * names.
 */
export class Overrides {
  auto: boolean | 'unknown' = false;
  /** The rules of auto-schedule, as far as the model changes them. */
  rules: { declined: boolean; word: string | null } | 'unknown' = { declined: true, word: null };
  private readonly series = new Map<string, SeriesOverride>();
  private readonly meetings = new Map<string, MeetingOverride>();
  /** Meetings that had to have a bot at some time: it may stay when no one wants it any more. */
  private readonly wanted = new Set<string>();

  ofSeries(eventId: string): SeriesOverride {
    let override = this.series.get(eventId);
    if (!override) {
      override = { override: null, neverFrom: null, autoReschedule: false };
      this.series.set(eventId, override);
    }
    return override;
  }

  ofMeeting(key: string): Readonly<MeetingOverride> {
    return this.meetings.get(key) ?? NONE;
  }

  setMeeting(key: string, change: Partial<MeetingOverride>): void {
    this.meetings.set(key, { ...this.ofMeeting(key), ...change });
  }

  /** Returns the names of an event's meetings that have an override or had to have a bot. */
  keysOf(eventId: string): string[] {
    return [...new Set([...this.meetings.keys(), ...this.wanted])].filter(
      (key) => key === eventId || key.startsWith(`${eventId}@`),
    );
  }

  /** Removes all overrides, as the app deletes the events of a disconnected account. */
  forget(): void {
    this.series.clear();
    this.meetings.clear();
    this.wanted.clear();
  }

  /** Ends manual scheduling for an event's meetings from an original start on. */
  forgetManual(eventId: string, from = Number.NEGATIVE_INFINITY): void {
    for (const key of this.keysOf(eventId)) {
      const { override } = this.ofMeeting(key);
      if (originalOf(key) < from) continue;
      this.setMeeting(key, { manual: false, override: override === 'always' ? null : override });
    }
  }

  /** Returns whether the series' override gives a meeting no bot. */
  isNever(series: Readonly<SeriesOverride>, key: string): boolean {
    const { override, neverFrom } = series;
    return override === 'never' || (neverFrom !== null && originalOf(key) >= neverFrom);
  }

  /** Gives a new part of a split series the overrides of the part before. */
  inherit(eventId: string, from: string): void {
    this.series.set(eventId, { ...this.ofSeries(from) });
  }

  /** Gives a meeting another name. */
  rename(key: string, newKey: string): void {
    const override = this.meetings.get(key);
    if (this.wanted.has(key)) this.wanted.add(newKey);
    if (!override) return;
    this.meetings.delete(key);
    this.meetings.set(newKey, override);
  }

  verdict(meeting: Meeting): Verdict {
    const verdict = this.byOverrides(meeting);
    if (verdict === 'must') this.wanted.add(meeting.key);
    return verdict;
  }

  private byOverrides(meeting: Meeting): Verdict {
    const own = this.ofMeeting(meeting.key);
    const series = this.ofSeries(meeting.eventId);
    if (meeting.isUnclear) return 'may';
    if (!meeting.link) return 'never';
    if (own.override === 'unknown') return 'may';
    if (own.override) return own.override === 'never' ? 'never' : 'must';
    if (series.neverFrom !== null && meeting.originalStart >= series.neverFrom) return 'never';
    if (series.override === 'unknown') return 'may';
    if (series.override) return series.override === 'never' ? 'never' : 'must';
    if (own.manual === true || series.autoReschedule === true) return 'must';
    if (own.manual || series.autoReschedule || this.auto === 'unknown') return 'may';
    if (this.auto && this.rules === 'unknown') return 'may';
    if (this.auto && this.rules !== 'unknown') {
      const { declined, word } = this.rules;
      const isRefused = (declined && meeting.declined) || (word !== null && meeting.title.includes(word));
      return isRefused ? 'never' : 'must';
    }
    return this.wanted.has(meeting.key) ? 'may' : 'never';
  }
}
