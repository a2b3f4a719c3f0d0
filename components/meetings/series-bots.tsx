'use client';

import { ChevronDown, Repeat } from 'lucide-react';
import { useRef, useState } from 'react';
import { counted } from '@/components/counted';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { CalendarEvent } from '@/lib/contract/events';
import type { SeriesBotsResponse } from '@/lib/contract/recurrence';
import { type BotChoice, choiceFor, OVERRIDES } from './bot-choice';
import { useSeriesBots } from './requests/series-bots';
import { useSetSeries } from './requests/set-series';

const IN_FORCE: Record<BotChoice, string> = {
  on: 'Bots are on for this series',
  rules: 'This series uses your rules',
  off: 'Bots are off for this series',
};

/** What holds for the series of a meeting, and a menu of what can be done with its bots. */
export function SeriesBots({ event }: { event: CalendarEvent }) {
  const setSeries = useSetSeries();
  const [isOpen, setIsOpen] = useState(false);
  const [asking, setAsking] = useState<'schedule all' | 'none from' | null>(null);
  const counts = useSeriesBots(event.id, isOpen || asking !== null).data;
  const trigger = useRef<HTMLButtonElement>(null);
  const { recurring_event_id: seriesId, original_start_time: from } = event;
  if (!seriesId) return null;
  const { isPending, variables } = setSeries;
  const choice = choiceFor(
    isPending && variables.ask === 'override' ? variables.override : event.overrides.series,
  );
  const close = () => {
    setAsking(null);
    // The menu that asked is gone.
    requestAnimationFrame(() => trigger.current?.focus());
  };
  return (
    <section
      aria-label="Bots for this series"
      className="flex flex-wrap items-center gap-x-2.5 gap-y-2 border-line border-b px-6 py-3 text-[0.8125rem]"
    >
      <Repeat className="size-4 shrink-0 text-ink-faint" strokeWidth={1.75} aria-hidden="true" />
      <p aria-live="polite" className="min-w-0 flex-1 basis-40 pl-px">
        {isPending ? 'Changing the series…' : IN_FORCE[choice]}
        {event.recurring_enabled ? (
          <span className="block text-ink-soft text-xs">Auto-reschedule is on.</span>
        ) : null}
      </p>
      <DropdownMenu open={isOpen} onOpenChange={setIsOpen}>
        <DropdownMenuTrigger asChild>
          <Button ref={trigger} size="sm" disabled={isPending} aria-label="Series options">
            Series
            <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" aria-label="Series options" className="w-80">
          <DropdownMenuLabel>Bots for the whole series</DropdownMenuLabel>
          <DropdownMenuRadioGroup
            value={choice}
            onValueChange={(next) =>
              setSeries.mutate({ ask: 'override', id: seriesId, override: OVERRIDES[next as BotChoice] })
            }
          >
            <DropdownMenuRadioItem value="off">
              <Action name="Off" does={removes(counts?.scheduled_by_series)} />
            </DropdownMenuRadioItem>
            <DropdownMenuRadioItem value="rules">
              <Action name="Use rules" does="Your auto-schedule rules decide about each meeting" />
            </DropdownMenuRadioItem>
            <DropdownMenuRadioItem value="on">
              <Action name="On" does="Every meeting with a link gets a bot a day ahead" />
            </DropdownMenuRadioItem>
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem disabled={counts?.schedulable === 0} onSelect={() => setAsking('schedule all')}>
            <Action name="Schedule the next meetings now…" does={schedules(counts)} />
          </DropdownMenuItem>
          {from ? (
            <DropdownMenuItem onSelect={() => setAsking('none from')}>
              <Action name="Remove bots from this meeting on…" does={removes(counts?.scheduled_from)} />
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuSeparator />
          <DropdownMenuCheckboxItem
            checked={event.recurring_enabled}
            onCheckedChange={(on) => setSeries.mutate({ ask: 'autoReschedule', seriesId, on })}
          >
            <Action
              name="Auto-reschedule"
              does="Schedules each meeting’s bot after the previous meeting ends"
            />
          </DropdownMenuCheckboxItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asking === 'schedule all'}
        onClose={close}
        title={`${schedules(counts)}?`}
        confirmLabel="Schedule bots"
        variant="primary"
        onConfirm={() => {
          close();
          setSeries.mutate({ ask: 'schedule all', seriesId });
        }}
      >
        <p>
          Meetings without a link get none. Bots already scheduled stay, and rules won’t remove any of them.
        </p>
      </ConfirmDialog>
      {from ? (
        <ConfirmDialog
          open={asking === 'none from'}
          onClose={close}
          title={
            counts?.scheduled_from === 0
              ? 'No bots from this meeting on?'
              : `${removes(counts?.scheduled_from)} from this meeting on?`
          }
          confirmLabel="No bots from here"
          onConfirm={() => {
            close();
            setSeries.mutate({ ask: 'none from', seriesId, from });
          }}
        >
          <p>They won’t be rescheduled automatically. Earlier meetings keep theirs.</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}

function Action({ name, does }: { name: string; does: string }) {
  return (
    <span className="min-w-0 flex-1">
      {name}
      <span className="block text-pretty text-ink-soft text-xs leading-4">{does}</span>
    </span>
  );
}

/** Returns what scheduling the next meetings does, in words; without the number until that is known. */
export function schedules(counts: Pick<SeriesBotsResponse, 'schedulable'> | undefined): string {
  if (!counts) return 'Schedules bots for upcoming meetings';
  if (counts.schedulable === 0) return 'Every upcoming meeting has a bot already, or no link';
  return `Schedules ${counts.schedulable === 1 ? 'a bot for 1 upcoming meeting' : `bots for ${counts.schedulable} upcoming meetings`}`;
}

/** Returns what removing so many bots is, in words; without the number until that is known. */
export function removes(count: number | undefined): string {
  if (count === undefined) return 'Removes bots';
  if (count === 0) return 'No bot is scheduled now';
  return `Removes ${counted(count, 'bot')}`;
}
