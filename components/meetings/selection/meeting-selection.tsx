'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { switchState } from '@/components/bots/bot-state';
import { useSelection } from '@/components/bots/use-selection';
import type { CalendarEvent } from '@/lib/contract/events';
import { byStart } from '../agenda-model';
import type { BotChoice } from '../bot-choice';
import { targetOf } from '../bot-target';
import { MOST_MEETINGS, useSetBots } from '../requests/set-bots';
import { MeetingSelectionBar } from './meeting-selection-bar';

type Selected = {
  ids: ReadonlySet<string>;
  /** Null where meetings cannot be selected. */
  select: ((eventId: string, isRange: boolean) => void) | null;
};

const Selected = createContext<Selected>({ ids: new Set(), select: null });

type MeetingSelectionProps = {
  meetings: CalendarEvent[];
  /** Rounded to the minute. */
  now: number;
  children: ReactNode;
};

/** Lets several meetings of a list be selected, and their bots be changed at once. */
export function MeetingSelection({ meetings, now, children }: MeetingSelectionProps) {
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
  const { chosen, select, setAll } = useSelection(order, {
    onDelete: (ids) => change(ids, 'off'),
    rows: '[data-agenda-row]',
    isMoving: false,
  });
  const ids = chosen.join(' ');
  const selected = useMemo(() => ({ ids: new Set(ids.split(' ').filter(Boolean)), select }), [ids, select]);
  return (
    <Selected value={selected}>
      {chosen.length > 0 ? (
        <MeetingSelectionBar
          count={chosen.length}
          onChange={(choice) => change(chosen, choice)}
          onClear={() => setAll(false)}
        />
      ) : null}
      {children}
    </Selected>
  );
}

/** Returns whether a meeting is selected, and what selects it; `select` is null where it cannot be. */
export function useIsSelected(eventId: string) {
  const { ids, select } = useContext(Selected);
  return { isSelected: ids.has(eventId), isSelecting: ids.size > 0, select };
}
