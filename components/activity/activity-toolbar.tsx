'use client';

import { Search } from 'lucide-react';
import { ACTIVITY_KINDS, ACTORS } from '@/lib/contract/activity';

const ACTOR_NAMES: Record<(typeof ACTORS)[number], string> = {
  person: 'You',
  api: 'API',
  google: 'Google Calendar',
  provider: 'Bot provider',
  usher: 'Usher',
};
const FIELD =
  'h-8 rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink hover:border-line-strong max-sm:text-base';

type ActivityToolbarProps = {
  filters: Record<string, string>;
  onChange: (changes: Record<string, string | null>) => void;
};

/** Search and filters of the activity; they stand in the address. */
export function ActivityToolbar({ filters, onChange }: ActivityToolbarProps) {
  return (
    <search className="flex flex-wrap items-center gap-1.5 pb-3">
      <div className="relative min-w-0 flex-1 basis-44 sm:max-w-72">
        <Search
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint"
          aria-hidden="true"
        />
        <input
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
        className={FIELD}
      >
        <option value="">By anybody</option>
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
        className={FIELD}
      >
        <option value="">About anything</option>
        {ACTIVITY_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {kind.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </search>
  );
}
