import {
  ArrowRight,
  Bot,
  CalendarDays,
  ChevronDown,
  type LucideIcon,
  Settings2,
  User,
  Webhook,
} from 'lucide-react';
import { Fragment } from 'react';
import { timeOfDay } from '@/components/time/format';
import { shownRegion } from '@/components/time/region';
import { cn } from '@/components/ui/cn';
import type { ActivityRow as Entry } from '@/lib/contract/activity';
import { type Change, changesOf } from './changes';
import { ACTOR_NAMES, causeInWords, delayInWords } from './words';

const ICONS: Record<Entry['actor'], LucideIcon> = {
  person: User,
  api: Webhook,
  google: CalendarDays,
  provider: Bot,
  usher: Settings2,
};

/** An entry of the activity: when, what, who, why, and what it changed. */
export function ActivityRow({ entry }: { entry: Entry }) {
  const changes = changesOf(entry);
  return (
    <li
      className={cn(
        'grid gap-x-3 border-line border-b px-4 py-2.5 last:border-b-0',
        shownRegion().is12Hour ? 'grid-cols-[4rem_minmax(0,1fr)]' : 'grid-cols-[3rem_minmax(0,1fr)]',
      )}
    >
      <time dateTime={entry.at} className="times text-ink-soft leading-5">
        {timeOfDay(entry.at)}
      </time>
      <div className="min-w-0">
        <p dir="auto" className="wrap-anywhere leading-5">
          {entry.summary}
        </p>
        {changes.length > 0 ? (
          <details className="group text-xs">
            <summary className="flex w-fit cursor-pointer list-none flex-wrap items-center gap-x-1.5 rounded text-ink-faint leading-5 hover:text-ink [&::-webkit-details-marker]:hidden">
              <Why entry={entry} />
              <span className="inline-flex items-center gap-0.5 text-ink-soft">
                What changed
                <ChevronDown
                  className="size-3.5 transition-transform group-open:rotate-180"
                  aria-hidden="true"
                />
              </span>
            </summary>
            <Changes changes={changes} />
          </details>
        ) : (
          <p className="flex flex-wrap items-center gap-x-1.5 text-ink-faint text-xs leading-5">
            <Why entry={entry} />
          </p>
        )}
      </div>
    </li>
  );
}

function Why({ entry }: { entry: Entry }) {
  const Icon = ICONS[entry.actor];
  const more = [entry.cause && causeInWords(entry.cause), delayInWords(entry)].filter(
    (words) => words !== null,
  );
  return (
    <>
      <Icon className="size-3.5" aria-hidden="true" />
      {ACTOR_NAMES[entry.actor]}
      {more.map((words) => (
        <Fragment key={words}>
          <span aria-hidden="true">·</span>
          <span>{words}</span>
        </Fragment>
      ))}
    </>
  );
}

function Changes({ changes }: { changes: Change[] }) {
  return (
    <dl className="mt-1.5 mb-1 grid gap-x-4 gap-y-1 rounded-lg bg-sunken px-3 py-2 leading-5 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {changes.map(({ name, before, after }) => (
        <div key={name} className="sm:contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd dir="auto" className="wrap-anywhere">
            <span className="text-ink-soft">{before}</span>{' '}
            <ArrowRight
              className="inline size-3.5 text-ink-soft rtl:rotate-180"
              role="img"
              aria-label="became"
            />{' '}
            <span className="font-medium">{after}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
