'use client';

import { ListFilter } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { withoutCopies } from './agenda-model';
import {
  choicesOf,
  FILTER_LABELS,
  type FilterChoice,
  type FilterName,
  type MeetingFilters,
  NO_FILTERS,
} from './filters';
import { useLoadedEvents } from './requests/list-events';

const NAMES = Object.keys(FILTER_LABELS) as FilterName[];

type FilterMenuProps = {
  filters: MeetingFilters;
  calendars: { id: string; name: string }[];
  className: string;
  onChange: (changes: Partial<MeetingFilters>) => void;
};

/** Opens the filters of the meetings, each with its choices and how many meetings each would show. */
export function FilterMenu({ filters, calendars, className, onChange }: FilterMenuProps) {
  const count = NAMES.filter((name) => filters[name] !== null).length;
  return (
    <Popover>
      <PopoverTrigger
        className={className}
        aria-pressed={count > 0}
        aria-label={count > 0 ? `Filter, ${count} set` : 'Filter'}
      >
        <ListFilter aria-hidden="true" />
        <span className="@max-2xl:hidden">Filter</span>
        {count > 0 ? <span className="times font-medium">{count}</span> : null}
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Filter meetings" className="max-h-[80dvh] overflow-y-auto">
        <FilterFields filters={filters} calendars={calendars} onChange={onChange} />
        <Button
          size="sm"
          variant="ghost"
          className="mt-3 w-full"
          disabled={count === 0}
          onClick={() => onChange(NO_FILTERS)}
        >
          Clear all
        </Button>
      </PopoverContent>
    </Popover>
  );
}

type FilterFieldsProps = Pick<FilterMenuProps, 'filters' | 'calendars' | 'onChange'>;

/** The choices are those of the meetings on screen before they are filtered. */
function FilterFields({ filters, calendars, onChange }: FilterFieldsProps) {
  const events = withoutCopies(useLoadedEvents());
  return (
    <div className="space-y-3">
      {NAMES.map((name) => (
        <FilterField
          key={name}
          label={FILTER_LABELS[name]}
          value={filters[name]}
          choices={choicesOf(name, events, filters, calendars)}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
    </div>
  );
}

type FilterFieldProps = {
  label: string;
  value: string | null;
  choices: FilterChoice[];
  onChange: (value: string | null) => void;
};

function FilterField({ label, value, choices, onChange }: FilterFieldProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id} className="text-[0.8125rem] text-ink-soft">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(change) => onChange(change.target.value || null)}
        className="h-9 w-full min-w-0 rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink hover:border-line-strong max-sm:h-11 max-sm:text-base"
      >
        <option value="">Any</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {`${choice.label} (${choice.count.toLocaleString()})`}
          </option>
        ))}
      </select>
    </div>
  );
}
