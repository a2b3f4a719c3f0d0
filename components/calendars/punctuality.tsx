'use client';

import { seconds } from '@/components/time/format';
import type { Delays } from '@/lib/contract/metrics';
import { useMetrics } from './requests/get-metrics';

/** What was measured: how late bots set out, and how soon they followed changes. */
export function Punctuality() {
  const { data: metrics } = useMetrics();
  if (!metrics) return null;
  const { join_lateness: joins, change_to_schedule: changes, joins_missed: missed, days } = metrics;
  const sent = joins.count === 1 ? '1 bot' : `${joins.count} bots`;
  return (
    <section
      aria-labelledby="punctuality"
      className="mb-6 rounded-xl border border-line bg-surface px-4 py-3 shadow-card"
    >
      <h2 id="punctuality" className="font-semibold leading-5 tracking-tight">
        How punctual it was <span className="font-normal text-ink-faint text-xs">last {days} days</span>
      </h2>
      <dl className="times mt-2 grid gap-x-5 gap-y-1.5 text-[0.8125rem] leading-5 sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Measure
          name="Joins"
          meaning="from when a bot is due until its provider has taken it"
          delays={joins}
          none="no bot was due yet"
          counted={missed > 0 ? `${sent}, ${missed} missed` : `${sent}, none missed`}
          isMissing={missed > 0}
        />
        <Measure
          name="Changes"
          meaning="from a change in Google Calendar until its bot follows"
          delays={changes}
          none="no bot had to follow one yet"
          counted={changes.count === 1 ? '1 change' : `${changes.count} changes`}
        />
      </dl>
    </section>
  );
}

type MeasureProps = {
  name: string;
  meaning: string;
  delays: Delays;
  none: string;
  counted: string;
  isMissing?: boolean;
};

function Measure({ name, meaning, delays, none, counted, isMissing = false }: MeasureProps) {
  const { p50_ms, p95_ms, p99_ms } = delays;
  const isMeasured = p50_ms !== null && p95_ms !== null && p99_ms !== null;
  return (
    <div className="sm:contents">
      <dt className="font-medium">{name}</dt>
      <dd className="text-pretty text-ink-soft max-sm:mb-1">
        {isMeasured ? (
          <>
            half within <Value ms={p50_ms} />, 95 % within <Value ms={p95_ms} />, 99 % within{' '}
            <Value ms={p99_ms} /> · {counted}
          </>
        ) : (
          <>nothing measured: {isMissing ? counted : none}</>
        )}
        <span className="block text-ink-faint text-xs leading-4">{meaning}</span>
      </dd>
    </div>
  );
}

function Value({ ms }: { ms: number }) {
  return <span className="whitespace-nowrap font-medium text-ink">{seconds(ms)}</span>;
}
