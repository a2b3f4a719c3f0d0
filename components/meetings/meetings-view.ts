import type { ReactNode, RefObject } from 'react';
import type { useHealth } from '@/components/calendars/requests/get-health';
import type { CalendarEvent } from '@/lib/contract/events';
import type { MeetingFilters } from './filters';
import type { SetBot } from './requests/set-bot';

/** Props of the agenda and of the week grid. */
export type MeetingsViewProps = {
  /** Rounded to the minute. */
  now: number;
  filters: MeetingFilters;
  isFiltered: boolean;
  /** Colors of calendars, by their id. */
  colors: ReadonlyMap<string, string>;
  health: ReturnType<typeof useHealth>['data'];
  searchRef: RefObject<HTMLInputElement | null>;
  onOpen: (event: CalendarEvent) => void;
  onSetBot: SetBot;
  onClearFilters: () => void;
  /** The panel of the meeting that the address names, if the view has it. */
  panel: (opened: CalendarEvent | null, isPending: boolean) => ReactNode;
};
