'use client';

import { counted } from '@/components/counted';
import { Chips, ClearAll, ToggleChip } from '@/components/filters/chip';
import { ChoiceChip } from '@/components/filters/choice-chip';
import { PeriodChip } from '@/components/filters/period-chip';
import { SearchField } from '@/components/filters/search-field';
import { BOT_SOURCES } from '@/lib/contract/names';
import type { StatusGroup } from '@/lib/scheduling/domain/bot-status';
import { SOURCES } from './bot-state';
import { type BotFilters, type BotsView, useBotCounts } from './requests/list-bots';

/** The status groups that bots of a view can have, with their words. */
const GROUPS: Record<BotsView, readonly (readonly [StatusGroup, string])[]> = {
  upcoming: [
    ['scheduled', 'Scheduled'],
    ['active', 'Active'],
  ],
  past: [
    ['done', 'Done'],
    ['failed', 'Failed'],
    ['cancelled', 'Canceled'],
  ],
};

/** The filters as the address has them. */
export type BotsAddress = Record<'q' | 'status' | 'source' | 'from' | 'to', string | null>;

export const NO_FILTERS: BotsAddress = { q: null, status: null, source: null, from: null, to: null };

type BotsToolbarProps = {
  view: BotsView;
  address: BotsAddress;
  /** The same for the API. */
  filters: BotFilters;
  onChange: (changes: Partial<BotsAddress>) => void;
};

/** Search and filters of the bots, which the address holds, with how many bots each choice would leave. */
export function BotsToolbar({ view, address, filters, onChange }: BotsToolbarProps) {
  const { data: counts } = useBotCounts(view, filters);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-1.5">
      <SearchField label="Search bots" value={address.q ?? ''} onChange={(q) => onChange({ q })} />
      <Chips label="Filters">
        {GROUPS[view].map(([group, words]) => (
          <ToggleChip
            key={group}
            isOn={address.status === group}
            count={counts?.status_groups[group]}
            onToggle={() => onChange({ status: address.status === group ? null : group })}
          >
            {words}
          </ToggleChip>
        ))}
        <ChoiceChip
          label="Source"
          noneLabel="All sources"
          choices={BOT_SOURCES.map((source) => ({
            value: source,
            label: SOURCES[source],
            count: counts?.sources[source],
          }))}
          value={address.source}
          onChange={(source) => onChange({ source })}
        />
        <PeriodChip from={address.from} to={address.to} onChange={onChange} />
        {Object.keys(filters).length > 0 ? <ClearAll onClear={() => onChange(NO_FILTERS)} /> : null}
      </Chips>
      <p aria-live="polite" className="sr-only">
        {counts && Object.keys(filters).length > 0 ? counted(counts.total, 'bot') : ''}
      </p>
    </search>
  );
}

/**
 * Returns the filters for the API. Values that the address cannot mean are left out.
 * @param period `time_min` and `time_max`, as far as they are known
 */
export function filtersOf(view: BotsView, address: BotsAddress, period: BotFilters): BotFilters {
  const group = GROUPS[view].find(([name]) => name === address.status)?.[0];
  const source = BOT_SOURCES.find((name) => name === address.source);
  const q = address.q?.slice(0, 200);
  return { ...(group && { status_group: group }), ...(source && { source }), ...(q && { q }), ...period };
}
