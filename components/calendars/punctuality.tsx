'use client';

import { Fragment } from 'react';
import { counted } from '@/components/counted';
import { seconds } from '@/components/time/format';
import type { Delays } from '@/lib/contract/metrics';
import { useMetrics } from './requests/get-metrics';

const FEW = 20;

/** How late bots were sent, and how soon changes reached them, as measured. */
export function Punctuality() {
  const { data: metrics } = useMetrics();
  if (!metrics) return null;
  const { join_lateness: joins, change_to_schedule: changes, joins_missed: missed, days } = metrics;
  const sent = counted(joins.count, 'bot');
  return (
    <section
      aria-labelledby="punctuality"
      className="mb-6 rounded-xl border border-line bg-surface px-4 py-3 shadow-card"
    >
      <h2 id="punctuality" className="font-semibold leading-5 tracking-tight">
        Punctuality<span className="font-normal text-ink-faint text-xs">, last {days} days</span>
      </h2>
      <dl className="times mt-2 grid gap-x-5 gap-y-1.5 text-[0.8125rem] leading-5 sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Measure
          name="Joins"
          meaning="Time from due to accepted by the provider"
          delays={joins}
          none="No bots yet"
          counted={missed > 0 ? `${sent}, ${missed} missed` : `${sent}, none missed`}
          isMissing={missed > 0}
        />
        <Measure
          name="Changes"
          meaning="Time from a change in Google Calendar to the change of the bot"
          delays={changes}
          none="No changes yet"
          counted={counted(changes.count, 'change')}
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
  const shares = sharesOf(delays);
  return (
    <div className="sm:contents">
      <dt className="font-medium">{name}</dt>
      <dd className="text-pretty text-ink-soft max-sm:mb-1">
        {shares.length > 0 ? (
          <>
            {shares.map(([share, ms], index) => (
              <Fragment key={share}>
                {index > 0 ? ' · ' : null}
                {share} <span className="whitespace-nowrap font-medium text-ink">{seconds(ms)}</span>
              </Fragment>
            ))}{' '}
            · <span className="whitespace-nowrap">{counted}</span>
          </>
        ) : isMissing ? (
          counted
        ) : (
          none
        )}
        <span className="block text-ink-faint text-xs leading-4">{meaning}</span>
      </dd>
    </div>
  );
}

/** Returns the shares of delays that are shown; of a few delays, 95 % are all of them. */
function sharesOf({ count, p50_ms, p95_ms, p99_ms, max_ms }: Delays): [share: string, ms: number][] {
  const shares: [string, number | null][] =
    count < FEW
      ? [
          ['Median', p50_ms],
          ['slowest', max_ms],
        ]
      : [
          ['Median', p50_ms],
          ['95% within', p95_ms],
          ['99% within', p99_ms],
          ['slowest', max_ms],
        ];
  return shares.flatMap(([share, ms]) => (ms === null ? [] : [[share, ms]]));
}
