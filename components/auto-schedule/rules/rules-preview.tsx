'use client';

import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { counted } from '@/components/counted';
import { shortDate } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import type { PreviewRulesResponse } from '@/lib/contract/rules';
import type { useRulesPreview } from '../requests/preview-rules';
import { byReason, type PreviewedReason } from './preview-model';

/** How many titles of a reason are shown at first. */
const SHOWN = 4;

type RulesPreviewProps = {
  preview: ReturnType<typeof useRulesPreview>;
  isChanged: boolean;
  isValid: boolean;
};

/** What the rules would do in the next four weeks. */
export function RulesPreview({ preview, isChanged, isValid }: RulesPreviewProps) {
  const { data, error, refetch, isBehind } = preview;
  return (
    <section
      aria-label="Preview of the next 28 days"
      aria-busy={isValid && isBehind}
      className="overflow-clip rounded-xl border border-line bg-surface shadow-card"
    >
      {!isValid ? (
        <div className="stage px-4 pt-3 pb-4">
          <h2 className="mb-1 text-on-stage-soft text-xs">The next 28 days</h2>
          <p className="text-pretty text-[0.8125rem] text-on-stage-soft">Fix the errors to see a preview.</p>
        </div>
      ) : data ? (
        <div className={cn('transition-opacity duration-150', isBehind && 'opacity-60')}>
          <Counts answer={data} isChanged={isChanged} />
          <Reasons title="Will get a bot" mark="+" count={data.added.length} reasons={byReason(data.added)} />
          <Reasons
            title="Will lose its bot"
            mark="−"
            count={data.dropped.length}
            reasons={byReason(data.dropped)}
          />
        </div>
      ) : error ? (
        <div role="alert" className="px-4 py-5 text-[0.8125rem] text-ink-soft">
          <p className="text-pretty">{error.message}</p>
          <Button size="sm" className="mt-3" onClick={() => refetch()}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label="Loading the preview" className="space-y-3 p-4">
          <Skeleton className="h-9 w-32" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      )}
    </section>
  );
}

function Counts({ answer, isChanged }: { answer: PreviewRulesResponse; isChanged: boolean }) {
  const { joins_now: now, would_join: then, auto_schedule_enabled: isOn, added, dropped } = answer;
  const differs = isChanged || !isOn;
  const same = added.length + dropped.length === 0;
  return (
    <div aria-live="polite" className="stage px-4 pt-3 pb-4">
      <h2 className="mb-1 text-on-stage-soft text-xs">The next 28 days</h2>
      <p className="times flex items-center gap-2.5 font-semibold text-3xl tracking-tight">
        {differs ? (
          <>
            <span className="text-on-stage-soft">{now}</span>
            <ArrowRight className="size-5 text-brass" aria-label="becomes" />
          </>
        ) : null}
        {then}
      </p>
      <p className="mt-1 text-pretty text-[0.8125rem] text-on-stage-soft">
        {!isOn
          ? `${counted(now, 'meeting')} with a bot now, ${then} once auto-schedule is on with these rules.`
          : !isChanged
            ? `${counted(then, 'meeting')} with a bot. Change a rule to preview the effect.`
            : same
              ? `${counted(then, 'meeting')} with a bot: these rules change nothing.`
              : `${counted(now, 'meeting')} with a bot now, ${then} with these rules.`}
      </p>
    </div>
  );
}

type ReasonsProps = { title: string; mark: string; count: number; reasons: PreviewedReason[] };

function Reasons({ title, mark, count, reasons }: ReasonsProps) {
  if (count === 0) return null;
  return (
    <div className="border-line border-t px-4 py-3">
      <h3 className="flex justify-between font-semibold text-[0.8125rem]">
        {title}
        <span className={cn('times', mark === '+' ? 'text-accent-text' : 'text-danger')}>
          {mark}
          {count}
        </span>
      </h3>
      {reasons.map((reason) => (
        <Reason key={reason.reason} {...reason} />
      ))}
    </div>
  );
}

function Reason({ reason, meetings: all }: PreviewedReason) {
  const [showAll, setShowAll] = useState(false);
  const shown = showAll ? all : all.slice(0, SHOWN);
  return (
    <div className="mt-2 text-xs">
      <p className="text-pretty text-ink-soft">{reason}</p>
      <ul className="mt-1 space-y-0.5 border-line border-l-2 pl-2.5">
        {shown.map(({ title, count, first }) => (
          <li key={title} className="flex items-baseline gap-2 leading-5">
            <span dir="auto" className="truncate text-[0.8125rem]">
              {title || 'No title'}
            </span>
            <span className="times ml-auto shrink-0 text-ink-faint">
              {count > 1 ? `${count} from ` : ''}
              {shortDate(first)}
            </span>
          </li>
        ))}
      </ul>
      {all.length > shown.length ? (
        <button
          type="button"
          onClick={() => setShowAll(true)}
          className="mt-1 rounded-md pl-3 font-medium text-accent-text hover:underline"
        >
          {all.length - shown.length} more
        </button>
      ) : null}
    </div>
  );
}
