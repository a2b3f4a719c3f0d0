'use client';

import { Chips, ClearAll, ToggleChip } from '@/components/filters/chip';
import { ChoiceChip } from '@/components/filters/choice-chip';
import { PeriodChip } from '@/components/filters/period-chip';
import { SearchField } from '@/components/filters/search-field';
import { ACTIVITY_KINDS, ACTORS } from '@/lib/contract/names';
import { ACTOR_NAMES, KIND_NAMES } from './words';

type ActivityToolbarProps = {
  /** By their names in the address. */
  filters: Record<string, string>;
  onChange: (changes: Record<string, string | null>) => void;
};

const ABOUT_ONE = { bot_id: 'One bot', event_id: 'One meeting' } as const;

/** Search and filters of the activity, which the address holds. */
export function ActivityToolbar({ filters, onChange }: ActivityToolbarProps) {
  const names = Object.keys(filters);
  return (
    <search className="flex flex-wrap items-center gap-1.5 pb-3">
      <SearchField label="Search activity" value={filters.q ?? ''} onChange={(q) => onChange({ q })} />
      <Chips label="Filters">
        {(['bot_id', 'event_id'] as const).map((name) =>
          filters[name] ? (
            <ToggleChip key={name} isOn onToggle={() => onChange({ [name]: null })}>
              {ABOUT_ONE[name]}
            </ToggleChip>
          ) : null,
        )}
        <ChoiceChip
          label="By"
          noneLabel="Everyone"
          choices={ACTORS.map((actor) => ({ value: actor, label: ACTOR_NAMES[actor] }))}
          value={filters.actor ?? null}
          onChange={(actor) => onChange({ actor })}
        />
        <ChoiceChip
          label="About"
          noneLabel="All events"
          choices={ACTIVITY_KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }))}
          value={filters.kind ?? null}
          onChange={(kind) => onChange({ kind })}
        />
        <PeriodChip from={filters.from ?? null} to={filters.to ?? null} onChange={onChange} />
        {names.length > 0 ? (
          <ClearAll onClear={() => onChange(Object.fromEntries(names.map((name) => [name, null])))} />
        ) : null}
      </Chips>
    </search>
  );
}
