'use client';

import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { DayField } from '@/components/time/day-field';
import { startOfKey } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ACTIVITY_KINDS, ACTORS } from '@/lib/contract/activity';
import { ACTOR_NAMES, KIND_NAMES } from './words';

const FIELD =
  'h-8 rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink hover:border-line-strong max-sm:text-base';

type ActivityToolbarProps = {
  /** By their names in the address. */
  filters: Record<string, string>;
  onChange: (changes: Record<string, string | null>) => void;
};

/** Search and filters of the activity, which the address holds. */
export function ActivityToolbar({ filters, onChange }: ActivityToolbarProps) {
  const search = useRef<HTMLInputElement>(null);
  const clear = () => {
    if (search.current) search.current.value = '';
    onChange(Object.fromEntries(Object.keys(filters).map((name) => [name, null])));
  };
  return (
    <search className="flex flex-wrap items-center gap-1.5 pb-3">
      <div className="relative min-w-0 flex-1 basis-full sm:max-w-72 sm:basis-44">
        <Search
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint"
          aria-hidden="true"
        />
        <input
          ref={search}
          type="search"
          aria-label="Search activity"
          placeholder="Search"
          maxLength={200}
          defaultValue={filters.q ?? ''}
          onChange={(change) => onChange({ q: change.target.value })}
          className={`${FIELD} w-full pl-8 placeholder:text-ink-faint`}
        />
      </div>
      <select
        aria-label="By whom"
        value={filters.actor ?? ''}
        onChange={(change) => onChange({ actor: change.target.value })}
        className={`${FIELD} min-w-0 max-sm:flex-1`}
      >
        <option value="">Everyone</option>
        {ACTORS.map((actor) => (
          <option key={actor} value={actor}>
            {ACTOR_NAMES[actor]}
          </option>
        ))}
      </select>
      <select
        aria-label="About what"
        value={filters.kind ?? ''}
        onChange={(change) => onChange({ kind: change.target.value })}
        className={`${FIELD} min-w-0 max-sm:flex-1`}
      >
        <option value="">All events</option>
        {ACTIVITY_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_NAMES[kind]}
          </option>
        ))}
      </select>
      <div className="flex items-center gap-1.5 max-sm:grid max-sm:w-full max-sm:grid-cols-2">
        {(['from', 'to'] as const).map((end) => (
          <div
            key={end}
            className="flex min-w-0 items-center gap-1.5 text-ink-soft text-xs max-sm:flex-col max-sm:items-stretch max-sm:gap-0.5"
          >
            <span aria-hidden="true">{end}</span>
            <DayField
              label={end === 'from' ? 'First day' : 'Last day'}
              noneLabel="Any day"
              min={end === 'to' ? dayOf(filters.from) : undefined}
              max={end === 'from' ? dayOf(filters.to) : undefined}
              value={dayOf(filters[end]) ?? null}
              onChange={(day) => onChange({ [end]: day })}
              className={FIELD}
            />
          </div>
        ))}
      </div>
      {Object.keys(filters).length > 0 ? (
        <Button size="sm" variant="ghost" onClick={clear}>
          <X aria-hidden="true" />
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

/** Returns a text of the address if it is a day. */
function dayOf(text: string | undefined): string | undefined {
  return startOfKey(text ?? null) ? text : undefined;
}
