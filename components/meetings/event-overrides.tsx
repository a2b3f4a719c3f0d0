'use client';

import { RadioGroup } from 'radix-ui';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Switch } from '@/components/ui/switch';
import type { CalendarEvent } from '@/lib/contract/events';
import { DEFAULT_OCCURRENCES } from '@/lib/contract/schedule';
import { type Override, useSetSeries } from './requests/set-series';

const OVERRIDES = [
  { value: 'rules', label: 'Use rules', override: null },
  { value: 'always', label: 'Always', override: 'always' },
  { value: 'never', label: 'Never', override: 'never' },
] as const;

/**
 * The overrides of a meeting and of its series, which beat the rules, and what else can be done with the
 * series.
 */
export function EventOverrides({ event, now }: { event: CalendarEvent; now: number }) {
  const setSeries = useSetSeries();
  const { recurring_event_id: seriesId, overrides } = event;
  const hasEnded = event.is_deleted || Date.parse(event.end_time) <= now;
  if (hasEnded && !seriesId) return null;
  const setOverride = (id: string) => (next: Override) =>
    setSeries.mutate({ ask: 'override', id, override: next });
  return (
    <section aria-label="Bots for this meeting" className="border-line border-b px-6 py-4">
      <div className="space-y-2.5">
        {hasEnded ? null : (
          <OverrideRow
            label={seriesId ? 'This meeting' : 'Send a bot'}
            value={overrides.occurrence}
            isBusy={setSeries.isPending}
            onChange={setOverride(event.id)}
          />
        )}
        {seriesId ? (
          <>
            <OverrideRow
              label="Whole series"
              value={overrides.series}
              isBusy={setSeries.isPending}
              onChange={setOverride(seriesId)}
            />
            <Series event={event} seriesId={seriesId} setSeries={setSeries} />
          </>
        ) : null}
      </div>
    </section>
  );
}

type SeriesProps = {
  event: CalendarEvent;
  seriesId: string;
  setSeries: ReturnType<typeof useSetSeries>;
};

function Series({ event, seriesId, setSeries }: SeriesProps) {
  const autoRescheduleId = useId();
  const [asking, setAsking] = useState<'schedule all' | 'none from' | null>(null);
  const close = () => setAsking(null);
  const from = event.original_start_time;
  return (
    <>
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={autoRescheduleId} className="text-[0.8125rem]">
          Schedule each meeting after the previous one ends
        </label>
        <Switch
          id={autoRescheduleId}
          checked={event.recurring_enabled}
          aria-disabled={setSeries.isPending}
          onCheckedChange={(on) => setSeries.mutate({ ask: 'autoReschedule', seriesId, on })}
        />
      </div>
      <div className="flex flex-wrap gap-2 pt-0.5">
        <Button size="sm" disabled={setSeries.isPending} onClick={() => setAsking('schedule all')}>
          Schedule next {DEFAULT_OCCURRENCES}
        </Button>
        {from ? (
          <Button size="sm" disabled={setSeries.isPending} onClick={() => setAsking('none from')}>
            Remove bots from this meeting on
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking === 'schedule all'}
        onClose={close}
        title={`Schedule the next ${DEFAULT_OCCURRENCES} meetings?`}
        confirmLabel="Schedule bots"
        variant="primary"
        onConfirm={() => {
          close();
          setSeries.mutate({ ask: 'schedule all', seriesId });
        }}
      >
        <p>
          Schedules a bot for up to {DEFAULT_OCCURRENCES} upcoming meetings of this series that have a link.
          Bots already scheduled stay, and rules won’t remove any of them.
        </p>
      </ConfirmDialog>
      {from ? (
        <ConfirmDialog
          open={asking === 'none from'}
          onClose={close}
          title="Remove bots from this meeting on?"
          confirmLabel="Remove bots"
          onConfirm={() => {
            close();
            setSeries.mutate({ ask: 'none from', seriesId, from });
          }}
        >
          <p>
            Removes the bots from this meeting and from later meetings of this series. They won’t be
            rescheduled automatically. Earlier meetings keep theirs.
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

type OverrideRowProps = {
  label: string;
  value: Override;
  isBusy: boolean;
  onChange: (next: Override) => void;
};

function OverrideRow({ label, value, isBusy, onChange }: OverrideRowProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span className="text-[0.8125rem]">{label}</span>
      <RadioGroup.Root
        aria-label={label}
        value={value ?? 'rules'}
        disabled={isBusy}
        onValueChange={(next) =>
          onChange(OVERRIDES.find((choice) => choice.value === next)?.override ?? null)
        }
        className="inline-flex gap-0.5 rounded-lg bg-sunken p-0.5"
      >
        {OVERRIDES.map((choice) => (
          <RadioGroup.Item
            key={choice.value}
            value={choice.value}
            className="h-7 rounded-md px-2.5 text-[0.8125rem] text-ink-soft transition-colors hover:text-ink aria-checked:bg-surface aria-checked:font-medium aria-checked:text-ink aria-checked:shadow-card dark:aria-checked:bg-line-strong/70"
          >
            {choice.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
