'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Switch } from '@/components/ui/switch';
import type { CalendarEvent } from '@/lib/contract/events';
import { DEFAULT_OCCURRENCES } from '@/lib/contract/schedule';
import { choiceFor, OVERRIDES } from './bot-choice';
import { ChoiceGroup } from './choice-group';
import { useSetSeries } from './requests/set-series';

/** The override of a meeting's series, which beats the rules, and what else can be done with the series. */
export function EventOverrides({ event }: { event: CalendarEvent }) {
  const setSeries = useSetSeries();
  const { recurring_event_id: seriesId, overrides } = event;
  if (!seriesId) return null;
  return (
    <section aria-label="Bots for this series" className="border-line border-b px-6 py-4">
      <div className="space-y-2.5">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <span className="text-[0.8125rem]">Whole series</span>
          <ChoiceGroup
            label="Whole series"
            value={choiceFor(overrides.series)}
            isBusy={setSeries.isPending}
            onChange={(choice) =>
              setSeries.mutate({ ask: 'override', id: seriesId, override: OVERRIDES[choice] })
            }
          />
        </div>
        <Series event={event} seriesId={seriesId} setSeries={setSeries} />
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
