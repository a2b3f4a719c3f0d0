'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { switchState } from '@/components/bots/bot-state';
import { useSelection } from '@/components/bots/use-selection';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { CalendarEvent } from '@/lib/contract/events';
import { byStart } from '../agenda-model';
import type { BotChoice } from '../bot-choice';
import { targetOf } from '../bot-target';
import { MOST_MEETINGS, useSetBots } from '../requests/set-bots';
import { MeetingSelectionBar } from './meeting-selection-bar';

type Selected = {
  ids: ReadonlySet<string>;
  /** A press on a meeting selects it, instead of opening it. */
  isPicking: boolean;
  /** Null where meetings cannot be selected. */
  select: ((eventId: string, isRange: boolean) => void) | null;
};

const Selected = createContext<Selected>({ ids: new Set(), isPicking: false, select: null });

type MeetingSelectionProps = {
  meetings: CalendarEvent[];
  /** Rounded to the minute. */
  now: number;
  /** Stands at the left of the button that begins a selection. */
  beside?: ReactNode;
  children: ReactNode;
};

/** Lets several meetings of a list be selected, and their bots be changed at once. */
export function MeetingSelection({ meetings, now, beside, children }: MeetingSelectionProps) {
  const setBots = useSetBots();
  const order = useMemo(
    () =>
      meetings
        .filter((event) => switchState(event, now).locked === null)
        .sort(byStart)
        .map((event) => event.id),
    [meetings, now],
  );
  const change = useCallback(
    (ids: string[], choice: BotChoice) => {
      const chosen = new Set(ids.slice(0, MOST_MEETINGS));
      setBots(meetings.filter((event) => chosen.has(event.id)).map(targetOf), choice);
    },
    [meetings, setBots],
  );
  const { chosen, select, setAll, clear, isPicking, pick } = useSelection(order, {
    onDelete: (ids) => change(ids, 'off'),
    rows: '[data-agenda-row]',
  });
  const ids = chosen.join(' ');
  const selected = useMemo(
    () => ({ ids: new Set(ids.split(' ').filter(Boolean)), isPicking, select }),
    [ids, isPicking, select],
  );
  const isSelecting = chosen.length > 0 || isPicking;
  const begin = useRef<HTMLButtonElement>(null);
  return (
    <Selected value={selected}>
      {isSelecting ? (
        <MeetingSelectionBar
          count={chosen.length}
          most={order.length}
          onAll={setAll}
          onChange={(choice) => change(chosen, choice)}
          onClear={() => {
            // The bar goes away: the focus goes to the button that begins a selection.
            flushSync(clear);
            begin.current?.focus({ preventScroll: true });
          }}
        />
      ) : null}
      <div
        className={cn(
          'mb-2 flex min-h-8 items-center justify-between print:hidden',
          isSelecting && 'invisible max-sm:hidden',
        )}
      >
        {beside ?? <span />}
        {order.length > 0 ? (
          <Button ref={begin} variant="ghost" size="sm" className="max-sm:h-11" onClick={pick}>
            Select
          </Button>
        ) : null}
      </div>
      {children}
    </Selected>
  );
}

/** Returns whether a meeting is selected, and what selects it; `select` is null where it cannot be. */
export function useIsSelected(eventId: string) {
  const { ids, isPicking, select } = useContext(Selected);
  return { isSelected: ids.has(eventId), isSelecting: ids.size > 0 || isPicking, isPicking, select };
}
