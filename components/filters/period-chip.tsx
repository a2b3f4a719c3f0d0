'use client';

import { ChevronDown } from 'lucide-react';
import { DayField } from '@/components/time/day-field';
import { shortDate, startOfKey } from '@/components/time/format';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { ChipRemove, ChipTrigger } from './chip';

const FIELD =
  'h-8 w-full rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink hover:border-line-strong';

type PeriodChipProps = {
  /** First and last day, such as `2026-11-22`; a text that is no day counts as none. */
  from: string | null;
  to: string | null;
  onChange: (changes: { from?: string | null; to?: string | null }) => void;
};

/** A filter for a first and a last day, which a small panel holds. */
export function PeriodChip({ from, to, onChange }: PeriodChipProps) {
  const [first, last] = [dayOf(from), dayOf(to)];
  const words = inWords(first, last);
  return (
    <span className="inline-flex shrink-0">
      <Popover>
        <PopoverTrigger asChild>
          <ChipTrigger isOn={words !== null} aria-label={`Period: ${words ?? 'Any time'}`}>
            <span className="times">{words ?? 'Period'}</span>
            <ChevronDown aria-hidden="true" />
          </ChipTrigger>
        </PopoverTrigger>
        <PopoverContent align="start" aria-label="Period" className="grid w-64 gap-3">
          <div className="grid gap-1 text-ink-soft text-xs">
            <span aria-hidden="true">From</span>
            <DayField
              label="First day"
              noneLabel="Any day"
              max={last ?? undefined}
              value={first}
              onChange={(day) => onChange({ from: day })}
              className={FIELD}
            />
          </div>
          <div className="grid gap-1 text-ink-soft text-xs">
            <span aria-hidden="true">Through</span>
            <DayField
              label="Last day"
              noneLabel="Any day"
              min={first ?? undefined}
              value={last}
              onChange={(day) => onChange({ to: day })}
              className={FIELD}
            />
          </div>
        </PopoverContent>
      </Popover>
      {words ? (
        <ChipRemove label={`Remove filter: ${words}`} onRemove={() => onChange({ from: null, to: null })} />
      ) : null}
    </span>
  );
}

/** Returns a text of the address if it is a day, else null. */
function dayOf(text: string | null): string | null {
  return startOfKey(text) ? text : null;
}

function inWords(first: string | null, last: string | null): string | null {
  const words = (day: string) => shortDate(startOfKey(day)?.toISOString() ?? day);
  if (first && last) return first === last ? words(first) : `${words(first)} – ${words(last)}`;
  if (first) return `From ${words(first)}`;
  return last && `Through ${words(last)}`;
}
