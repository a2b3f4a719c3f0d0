import { Bot, CalendarDays, ChevronDown, type LucideIcon, Settings2, User, Webhook } from 'lucide-react';
import { Fragment, type ReactNode, useId, useState } from 'react';
import { dayKey, shortDate, timeOfDay } from '@/components/time/format';
import { shownRegion } from '@/components/time/region';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import type { ActivityRow as Entry, ListedActivity } from '@/lib/contract/activity';
import { changesBeyondSentence } from './changes';
import { Changes } from './changes-list';
import { useActivity } from './requests/list-activity';
import { actorInWords, causeInWords, delayInWords } from './words';

const ICONS: Record<Entry['actor'], LucideIcon> = {
  person: User,
  api: Webhook,
  google: CalendarDays,
  provider: Bot,
  usher: Settings2,
};

/**
 * An entry of the activity: when, what, who and why. One that stands for its bot opens the steps of the bot; any other
 * opens what it changed, where its sentence does not say it.
 */
export function ActivityRow({ entry }: { entry: ListedActivity }) {
  const changes = changesBeyondSentence(entry);
  const steps = entry.bot_entries ?? 1;
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
        {entry.bot_id && steps > 1 ? (
          <Disclosure entry={entry} label={`${steps} steps`}>
            <Steps botId={entry.bot_id} day={dayKey(entry.at)} />
          </Disclosure>
        ) : changes.length > 0 ? (
          <Disclosure entry={entry} label="What changed">
            <Changes changes={changes} />
          </Disclosure>
        ) : (
          <p className="flex flex-wrap items-center gap-x-1.5 text-ink-faint text-xs leading-5">
            <Why entry={entry} />
          </p>
        )}
      </div>
    </li>
  );
}

type DisclosureProps = { entry: Entry; label: string; children: ReactNode };

/** Who and why, and a button that opens more. */
function Disclosure({ entry, label, children }: DisclosureProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div className="text-xs">
      <p className="flex flex-wrap items-center gap-x-1.5 text-ink-faint leading-5">
        <Why entry={entry} />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          aria-label={`${label}: ${entry.summary}`}
          onClick={() => setIsOpen(!isOpen)}
          className="-my-1 inline-flex items-center gap-0.5 rounded py-1 text-ink-soft hover:text-ink"
        >
          {label}
          <ChevronDown
            className={cn('size-3.5 transition-transform', isOpen && 'rotate-180')}
            aria-hidden="true"
          />
        </button>
      </p>
      {isOpen ? <div id={id}>{children}</div> : null}
    </div>
  );
}

/** What happened to a bot, oldest first. @param day the day that stands above, which is not said again */
function Steps({ botId, day }: { botId: string; day: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useActivity({
    bot_id: botId,
  });
  if (error && !data) {
    return (
      <p role="alert" className="mt-1.5 flex flex-wrap items-center gap-2 text-danger">
        {error.message}
        <Button size="sm" onClick={() => refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!data) return <Skeleton className="mt-2 h-16 rounded-lg" />;
  const steps = data.pages.flatMap((page) => page.results).reverse();
  return (
    <>
      {hasNextPage ? (
        <Button size="sm" className="mt-2" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show earlier steps
        </Button>
      ) : null}
      <ol aria-label="Steps of this bot" className="mt-2 mb-1 ml-1 space-y-2.5 border-line border-l-2 pl-4">
        {steps.map((step) => (
          <Step key={step.id} step={step} day={day} />
        ))}
      </ol>
    </>
  );
}

function Step({ step, day }: { step: Entry; day: string }) {
  const changes = changesBeyondSentence(step);
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className="absolute top-1.5 -left-[1.3125rem] size-2 rounded-full border-2 border-surface bg-line-strong"
      />
      <p dir="auto" className="wrap-anywhere text-[0.8125rem] leading-5">
        {step.summary}
      </p>
      <p className="flex flex-wrap items-center gap-x-1.5 text-ink-faint leading-5">
        <time dateTime={step.at} className="times">
          {dayKey(step.at) === day ? '' : `${shortDate(step.at)}, `}
          {timeOfDay(step.at)}
        </time>
        <span aria-hidden="true">·</span>
        <Why entry={step} />
      </p>
      {changes.length > 0 ? <Changes changes={changes} /> : null}
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
      {actorInWords(entry)}
      {more.map((words) => (
        <Fragment key={words}>
          <span aria-hidden="true">·</span>
          <span>{words}</span>
        </Fragment>
      ))}
    </>
  );
}
