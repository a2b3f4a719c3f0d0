/**
 * What a failed sync says about the next one:
 * - `own`: Usher or its database failed, not Google.
 * - `passing`: Google, or the way to it, is down.
 * - `asked`: Google has had too many requests, or names a time to wait for.
 * - `refused`: Google refuses, but may allow it later.
 * - `person`: only a person can mend it.
 */
export type FailureClass = 'own' | 'passing' | 'asked' | 'refused' | 'person';

/** A failed sync. `askedMs`: how long Google asks to wait, in ms; 0 when it does not say. */
export type Failure = { class: FailureClass; askedMs: number };

/** How a calendar waits for its next sync. `failedSyncs` counts failures; without `retryAt` a person has to act. */
export type Wait = { failedSyncs: number; retryAt: Date | null; syncWait: 'asked' | 'refused' | null };

/** The sync that failed. */
export type FailedTry = {
  now: Date;
  /** The next try that the last failure had set was still to come. */
  isWaiting: boolean;
  /** A reader or a join asked for the sync, whatever time the calendar waits for. */
  isLook: boolean;
  /** Google's notifications of this calendar arrive, so that a change during the wait is not only found at its end. */
  isNotified: boolean;
  /** From 0 to 1, so that calendars that failed together do not come back together. */
  random: number;
};

const MINUTE_MS = 60_000;
/** The first wait, and the longest, each in ms and before ±25 %. */
const WAITS = {
  /** 15 s at most. */
  own: { first: 1_000, longest: 12_000 },
  passing: { first: 5_000, longest: 15 * MINUTE_MS },
  /** 60 s at most. */
  passingNotified: { first: 5_000, longest: 48_000 },
  /** Google rarely allows soon what it has refused, but a calendar may be shared again. */
  refused: { first: 60 * MINUTE_MS, longest: 60 * MINUTE_MS },
};
/** Failures of our own count up to here, so that a failure of Google that follows does not wait for long. */
const MOST_OWN = 5;

/**
 * Returns how a calendar waits after a sync of it has failed. A failed look does not lengthen a wait: looks are as frequent as
 * joins and readers, and would make a calendar blind for long after a short outage. Only what the look has learned from Google
 * counts: a time that Google asks for, a refusal, or what a person must mend.
 * @returns null where it waits as before
 */
export function nextWait(before: Wait, failure: Failure, tried: FailedTry): Wait | null {
  const isKnown =
    failure.class === 'own' ||
    failure.class === 'passing' ||
    (failure.class === 'refused' && before.syncWait === 'refused');
  if (tried.isLook && tried.isWaiting && isKnown) return null;
  const failedSyncs = countFailures(before, failure, tried);
  if (failure.class === 'person') return { failedSyncs, retryAt: null, syncWait: null };
  const { first, longest } = waitsOf(failure, tried);
  const backoff = Math.min(first * 2 ** (failedSyncs - 1), longest) * (0.75 + tried.random / 2);
  const asked = failure.askedMs * (1 + tried.random / 4);
  const syncWait = failure.class === 'asked' || failure.class === 'refused' ? failure.class : null;
  return { failedSyncs, retryAt: new Date(+tried.now + Math.max(backoff, asked)), syncWait };
}

function countFailures(before: Wait, failure: Failure, tried: FailedTry): number {
  const isOther = before.syncWait === 'refused' && failure.class !== 'refused';
  const count = isOther ? 0 : before.failedSyncs;
  if (tried.isLook && (failure.class === 'own' || failure.class === 'passing')) return Math.max(count, 1);
  return failure.class === 'own' ? Math.max(count, Math.min(count + 1, MOST_OWN)) : count + 1;
}

function waitsOf(failure: Failure, tried: FailedTry): { first: number; longest: number } {
  if (failure.class === 'own' || failure.class === 'refused') return WAITS[failure.class];
  return failure.class === 'passing' && tried.isNotified ? WAITS.passingNotified : WAITS.passing;
}
