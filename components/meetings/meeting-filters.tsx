'use client';

import { memo } from 'react';
import { Chips, ClearAll, ToggleChip } from '@/components/filters/chip';
import { ChoiceChip } from '@/components/filters/choice-chip';
import { fullDate, startOfKey } from '@/components/time/format';
import { withoutCopies } from './agenda-model';
import { choicesOf, FILTER_LABELS, type FilterName, type MeetingFilters, NO_FILTERS } from './filters';
import { useLoadedEvents } from './requests/list-events';

const NAMES = Object.keys(FILTER_LABELS) as FilterName[];

type MeetingFilterChipsProps = {
  filters: MeetingFilters;
  calendars: { id: string; name: string }[];
  /** The day from which the agenda is shown, as `2026-11-22`; null: from today. */
  day: string | null;
  /** Whether filters that are not set are shown too. */
  isOpen: boolean;
  onFilter: (changes: Partial<MeetingFilters>) => void;
  onDay: (day: string | null) => void;
};

/** The filters of the meetings, each with its choices and how many of the meetings on screen each would leave. */
export const MeetingFilterChips = memo(function MeetingFilterChips(props: MeetingFilterChipsProps) {
  const { filters, calendars, day, isOpen, onFilter, onDay } = props;
  const events = withoutCopies(useLoadedEvents());
  const start = startOfKey(day);
  const isAnySet = start !== null || NAMES.some((name) => filters[name] !== null);
  if (!isAnySet && !isOpen) return null;
  return (
    <div className="pb-3 print:hidden">
      <Chips label="Filters">
        {start ? (
          <ToggleChip isOn onToggle={() => onDay(null)}>
            From {fullDate(start)}
          </ToggleChip>
        ) : null}
        {NAMES.filter((name) => isOpen || filters[name] !== null).map((name) => (
          <ChoiceChip
            key={name}
            label={FILTER_LABELS[name]}
            noneLabel="Any"
            choices={choicesOf(name, events, filters, calendars)}
            value={filters[name]}
            onChange={(value) => onFilter({ [name]: value })}
          />
        ))}
        {isAnySet ? (
          <ClearAll
            onClear={() => {
              onFilter(NO_FILTERS);
              if (start) onDay(null);
            }}
          />
        ) : null}
      </Chips>
    </div>
  );
});
