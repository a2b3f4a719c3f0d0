'use client';

import {
  Bot,
  CalendarRange,
  Check,
  ChevronDown,
  Link2,
  List,
  ListFilter,
  type LucideIcon,
  Search,
  X,
} from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import type { Ref } from 'react';
import { cn } from '@/components/ui/cn';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { AgendaFilters } from './agenda-model';

export type CalendarChoice = { id: string; name: string; color: string | null };

type MeetingsToolbarProps = {
  filters: AgendaFilters;
  calendars: CalendarChoice[];
  searchRef: Ref<HTMLInputElement>;
  view: 'agenda' | 'week';
  onChange: (changes: Partial<AgendaFilters>) => void;
  onView: (view: 'agenda' | 'week') => void;
};

const VIEWS = [
  { value: 'agenda', label: 'Agenda', icon: List },
  { value: 'week', label: 'Week', icon: CalendarRange },
] as const;

const TOOL =
  'flex h-8 shrink-0 items-center gap-1.5 rounded-lg border border-transparent px-2.5 text-[0.8125rem] text-ink-soft transition-colors hover:bg-sunken hover:text-ink aria-pressed:border-accent/30 aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text [&_svg]:size-4';

/** Search and filters of the agenda. */
export function MeetingsToolbar(props: MeetingsToolbarProps) {
  const { filters, calendars, searchRef, view, onChange, onView } = props;
  const calendar = calendars.find((choice) => choice.id === filters.calendarId);
  return (
    <search className="flex items-center gap-1.5 pb-3">
      <div className="relative min-w-0 flex-1 sm:max-w-72">
        <Search
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint"
          aria-hidden="true"
        />
        <input
          ref={searchRef}
          type="search"
          value={filters.text}
          onChange={(change) => onChange({ text: change.target.value })}
          onKeyDown={(key) => {
            if (key.key !== 'Escape') return;
            onChange({ text: '' });
            key.currentTarget.blur();
          }}
          aria-label="Search meetings and people"
          placeholder="Search"
          className="peer h-8 w-full rounded-lg border border-line-strong/70 bg-surface pr-8 pl-8 text-[0.8125rem] placeholder:text-ink-faint hover:border-line-strong focus-visible:-outline-offset-1 max-sm:text-base [&::-webkit-search-cancel-button]:hidden"
        />
        {filters.text ? (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => onChange({ text: '' })}
            className="absolute top-1 right-1 grid size-6 place-items-center rounded-md text-ink-faint hover:bg-sunken hover:text-ink"
          >
            <X className="size-4" aria-hidden="true" />
          </button>
        ) : (
          <kbd className="pointer-events-none absolute top-1.5 right-1.5 grid h-5 w-5 place-items-center rounded-[5px] border border-line bg-paper font-mono text-[0.6875rem] text-ink-faint peer-focus:hidden max-sm:hidden">
            /
          </kbd>
        )}
      </div>
      <FilterToggle
        icon={Link2}
        label="Has link"
        isOn={filters.withLink}
        onToggle={(withLink) => onChange({ withLink })}
      />
      <FilterToggle
        icon={Bot}
        label="Has bot"
        isOn={filters.withBot}
        onToggle={(withBot) => onChange({ withBot })}
      />
      {calendars.length > 1 ? (
        <DropdownMenu>
          <DropdownMenuTrigger
            className={TOOL}
            aria-pressed={calendar !== undefined}
            aria-label={calendar ? `Calendar: ${calendar.name}` : 'Calendar: all'}
          >
            {calendar ? <Dot color={calendar.color} /> : <ListFilter aria-hidden="true" />}
            <span className="max-w-32 truncate max-sm:hidden">{calendar?.name ?? 'All calendars'}</span>
            <ChevronDown className="max-sm:hidden" aria-hidden="true" />
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end" className="max-w-72">
            <DropdownMenuRadioGroup
              value={filters.calendarId ?? ''}
              onValueChange={(id) => onChange({ calendarId: id || null })}
            >
              <DropdownMenuRadioItem value="">All calendars</DropdownMenuRadioItem>
              {calendars.map((choice) => (
                <DropdownMenuRadioItem key={choice.id} value={choice.id}>
                  <Dot color={choice.color} />
                  <span dir="auto" className="truncate">
                    {choice.name}
                  </span>
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
      <RadioGroup.Root
        aria-label="Show as"
        value={view}
        onValueChange={(next) => onView(next === 'week' ? 'week' : 'agenda')}
        className="ml-auto inline-flex shrink-0 gap-0.5 rounded-lg bg-sunken p-0.5"
      >
        {VIEWS.map(({ value, label, icon: Icon }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            aria-label={label}
            className="flex h-7 items-center gap-1.5 rounded-md px-2 text-[0.8125rem] text-ink-soft transition-colors hover:text-ink aria-checked:bg-surface aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-card dark:aria-checked:bg-line-strong/70"
          >
            <Icon className="size-4" aria-hidden="true" />
            <span className="max-lg:hidden">{label}</span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </search>
  );
}

type FilterToggleProps = {
  icon: LucideIcon;
  label: string;
  isOn: boolean;
  onToggle: (next: boolean) => void;
};

function FilterToggle({ icon: Icon, label, isOn, onToggle }: FilterToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      aria-label={label}
      onClick={() => onToggle(!isOn)}
      className={TOOL}
    >
      {isOn ? <Check className="max-sm:hidden" aria-hidden="true" /> : null}
      <Icon className={cn(isOn && 'sm:hidden')} aria-hidden="true" />
      <span className="max-sm:hidden">{label}</span>
    </button>
  );
}

function Dot({ color }: { color: string | null }) {
  return (
    <span
      aria-hidden="true"
      className="m-0.5 size-2.5 shrink-0 rounded-full"
      style={{ backgroundColor: color ?? 'var(--line-strong)' }}
    />
  );
}
