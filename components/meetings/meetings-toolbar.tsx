'use client';

import { CalendarRange, List, ListFilter, Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { Segments } from '@/components/ui/segments';
import { DateJump } from './date-jump';

type MeetingsToolbarProps = {
  text: string;
  /** How many filters are set, and whether all of them are shown. */
  filterCount: number;
  areFiltersOpen: boolean;
  searchRef: Ref<HTMLInputElement>;
  view: 'agenda' | 'week';
  /** The day that is shown first, as `2026-11-22`; null: today. */
  day: string | null;
  now: number;
  onText: (text: string) => void;
  onToggleFilters: () => void;
  onView: (view: 'agenda' | 'week') => void;
  onDay: (day: string | null) => void;
};

const VIEWS = [
  { value: 'agenda', name: 'Agenda', icon: List },
  { value: 'week', name: 'Week', icon: CalendarRange },
] as const;

const TOOL =
  'flex h-9 min-w-9 shrink-0 items-center justify-center gap-1.5 rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink-soft transition-colors hover:border-line-strong hover:text-ink aria-expanded:border-line-strong aria-expanded:text-ink data-on:border-accent/30 data-on:bg-accent-soft data-on:text-accent-text max-sm:h-11 max-sm:min-w-11 @2xl:px-2.5 [&_svg]:size-4';

/** Search over all meetings; filters, a day to go to, and the view of those on screen. */
export function MeetingsToolbar(props: MeetingsToolbarProps) {
  const { text, filterCount, areFiltersOpen, searchRef, view, day, now } = props;
  return (
    <search className="@container block pb-3 print:hidden">
      <div className="flex items-center gap-1.5">
        <div className="relative min-w-24 flex-1 @2xl:max-w-96">
          <Search
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
            aria-hidden="true"
          />
          <input
            ref={searchRef}
            type="search"
            value={text}
            maxLength={200}
            onChange={(change) => props.onText(change.target.value)}
            onKeyDown={(key) => {
              if (key.key !== 'Escape') return;
              props.onText('');
              key.currentTarget.blur();
            }}
            aria-label="Search meetings and people"
            placeholder="Search"
            className="peer h-9 w-full rounded-lg border border-line-strong/70 bg-surface pr-8 pl-8 text-[0.8125rem] placeholder:text-ink-faint hover:border-line-strong focus-visible:-outline-offset-1 max-sm:h-11 max-sm:text-base [&::-webkit-search-cancel-button]:hidden"
          />
          {text ? (
            <button
              type="button"
              aria-label="Clear search"
              onClick={() => props.onText('')}
              className="absolute top-1/2 right-1 grid size-7 -translate-y-1/2 place-items-center rounded-md text-ink-faint hover:bg-sunken hover:text-ink"
            >
              <X className="size-4" aria-hidden="true" />
            </button>
          ) : (
            <kbd className="pointer-events-none absolute top-2 right-2 grid h-5 w-5 place-items-center rounded-[5px] border border-line bg-paper font-sans text-[0.6875rem] text-ink-faint peer-focus:hidden max-sm:hidden">
              /
            </kbd>
          )}
        </div>
        <div className="hidden flex-1 @2xl:block" />
        <DateJump day={day} now={now} className={TOOL} onDay={props.onDay} />
        <button
          type="button"
          aria-expanded={areFiltersOpen}
          aria-label={filterCount > 0 ? `Filter, ${filterCount} set` : 'Filter'}
          data-on={filterCount > 0 || undefined}
          onClick={props.onToggleFilters}
          className={TOOL}
        >
          <ListFilter aria-hidden="true" />
          <span className="@max-2xl:hidden">Filter</span>
          {filterCount > 0 ? <span className="times font-medium">{filterCount}</span> : null}
        </button>
        <Segments
          label="Show as"
          value={view}
          choices={VIEWS.map(({ value, name, icon: Icon }) => ({
            value,
            name,
            content: (
              <>
                <Icon className="size-4" aria-hidden="true" />
                <span className="@max-2xl:hidden">{name}</span>
              </>
            ),
          }))}
          className="h-8 px-2 max-sm:h-10 max-sm:px-2.5"
          onChange={props.onView}
        />
      </div>
    </search>
  );
}
