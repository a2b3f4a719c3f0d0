'use client';

import { RadioGroup } from 'radix-ui';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Switch } from '@/components/ui/switch';
import type { CalendarEvent } from '@/lib/contract/events';
import { DEFAULT_OCCURRENCES } from '@/lib/contract/schedule';
import { useSetSeries, type Wish } from './requests/set-series';

const WISHES = [
  { value: 'rules', label: 'By the rules', wish: null },
  { value: 'always', label: 'Always', wish: 'always' },
  { value: 'never', label: 'Never', wish: 'never' },
] as const;

/** What a person wishes for one meeting and for its series; it beats the rules, and lasts. */
export function EventWishes({ event, now }: { event: CalendarEvent; now: number }) {
  const setSeries = useSetSeries();
  const { recurring_event_id: seriesId, overrides } = event;
  const isOver = event.is_deleted || Date.parse(event.end_time) <= now;
  if (isOver && !seriesId) return null;
  const wish = (id: string) => (next: Wish) => setSeries.mutate({ ask: 'wish', id, wish: next });
  return (
    <section aria-label="Bots here" className="border-line border-b px-6 py-4">
      <div className="space-y-2.5">
        {isOver ? null : (
          <WishRow
            label={seriesId ? 'This meeting' : 'A bot joins'}
            value={overrides.occurrence}
            isBusy={setSeries.isPending}
            onChange={wish(event.id)}
          />
        )}
        {seriesId ? (
          <>
            <WishRow
              label="Whole series"
              value={overrides.series}
              isBusy={setSeries.isPending}
              onChange={wish(seriesId)}
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
  const chainId = useId();
  const [asking, setAsking] = useState<'book all' | 'none from' | null>(null);
  const close = () => setAsking(null);
  const from = event.original_start_time;
  return (
    <>
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={chainId} className="text-[0.8125rem]">
          Book the next one when one ends
        </label>
        <Switch
          id={chainId}
          checked={event.recurring_enabled}
          aria-disabled={setSeries.isPending}
          onCheckedChange={(on) => setSeries.mutate({ ask: 'chain', seriesId, on })}
        />
      </div>
      <div className="flex flex-wrap gap-2 pt-0.5">
        <Button size="sm" disabled={setSeries.isPending} onClick={() => setAsking('book all')}>
          Bots for the next {DEFAULT_OCCURRENCES}
        </Button>
        {from ? (
          <Button size="sm" disabled={setSeries.isPending} onClick={() => setAsking('none from')}>
            None from this one on
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking === 'book all'}
        onClose={close}
        title={`Bots for the next ${DEFAULT_OCCURRENCES} meetings?`}
        confirmLabel="Book them"
        variant="primary"
        onConfirm={() => {
          close();
          setSeries.mutate({ ask: 'book all', seriesId });
        }}
      >
        <p>
          Each of the next {DEFAULT_OCCURRENCES} meetings of this series that has a link gets a bot; of a
          shorter series, each that is to come. Bots that are booked already stay, and no rule takes any of
          them off.
        </p>
      </ConfirmDialog>
      {from ? (
        <ConfirmDialog
          open={asking === 'none from'}
          onClose={close}
          title="No bot from this meeting on?"
          confirmLabel="No bots from here on"
          onConfirm={() => {
            close();
            setSeries.mutate({ ask: 'none from', seriesId, from });
          }}
        >
          <p>
            Bots that are booked for it and for later meetings of this series are taken off, and none is
            booked again by itself. Earlier meetings keep theirs.
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

type WishRowProps = { label: string; value: Wish; isBusy: boolean; onChange: (next: Wish) => void };

function WishRow({ label, value, isBusy, onChange }: WishRowProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span className="text-[0.8125rem]">{label}</span>
      <RadioGroup.Root
        aria-label={label}
        value={value ?? 'rules'}
        disabled={isBusy}
        onValueChange={(next) => onChange(WISHES.find((choice) => choice.value === next)?.wish ?? null)}
        className="inline-flex gap-0.5 rounded-lg bg-sunken p-0.5"
      >
        {WISHES.map((choice) => (
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
