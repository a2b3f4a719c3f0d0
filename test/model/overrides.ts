import type { Meeting } from './truth';

type Override = 'always' | 'never' | null;
/** `unknown` = the person asked, and whether the app heard it is not known. */
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

/** Whether a meeting should have a bot: `may` where the product leaves it open. */
export type Verdict = 'must' | 'may' | 'never';

const originalOf = (key: string) => Date.parse(key.split('@')[1] ?? '');

const NONE: MeetingOverride = { override: null, manual: false, joinOffset: -60_000 };

/**
 * What people want, in the words of product.md, written without a look at the code that decides. It knows events
 * and meetings as Google names them.
 */
export class Overrides {
  auto: boolean | 'unknown' = false;
  /** The rules of auto-schedule, as far as the model changes them. */
  rules: { declined: boolean; word: string | null } | 'unknown' = { declined: true, word: null };
  private readonly series = new Map<string, SeriesOverride>();
  private readonly meetings = new Map<string, MeetingOverride>();
  /** Meetings that were to have a bot at some time: it may stay when nobody asks for it any more. */
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

  /** Wishes for single meetings of an event. */
  keysOf(eventId: string): string[] {
    return [...new Set([...this.meetings.keys(), ...this.wanted])].filter(
      (key) => key === eventId || key.startsWith(`${eventId}@`),
    );
  }

  /** The account is disconnected and its events forgotten: what was wished for them is gone as well. */
  forget(): void {
    this.series.clear();
    this.meetings.clear();
    this.wanted.clear();
  }

  /** Bots that were asked for by hand are not wanted any more, from an original start on. */
  forgetManual(eventId: string, from = Number.NEGATIVE_INFINITY): void {
    for (const key of this.keysOf(eventId)) {
      const { override } = this.ofMeeting(key);
      if (originalOf(key) < from) continue;
      this.setMeeting(key, { manual: false, override: override === 'always' ? null : override });
    }
  }

  /** Whether a meeting is to have no bot because its series has none. */
  isNever(series: Readonly<SeriesOverride>, key: string): boolean {
    const { override, neverFrom } = series;
    return override === 'never' || (neverFrom !== null && originalOf(key) >= neverFrom);
  }

  /** A new part of a split series begins with the wishes for the part before. */
  inherit(eventId: string, from: string): void {
    this.series.set(eventId, { ...this.ofSeries(from) });
  }

  /** A meeting goes on under another name. */
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
