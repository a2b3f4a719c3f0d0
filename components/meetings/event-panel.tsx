'use client';

import { SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { MessageState } from '@/components/ui/message-state';
import { Sheet, SheetTitle } from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import type { CalendarEvent } from '@/lib/contract/events';
import { EventDetails } from './event-details';
import type { SetBot } from './requests/set-bot';

type EventPanelProps = {
  open: boolean;
  /** Null when there is no such meeting, or no longer. */
  event: CalendarEvent | null;
  isPending: boolean;
  calendarName: string | undefined;
  onClose: () => void;
  /** It stands beside the list where there is room. */
  besideList?: boolean;
  onSetBot: SetBot;
  onOpenBot: (botId: string) => void;
};

/** Everything about one meeting, beside the list. */
export function EventPanel(props: EventPanelProps) {
  const { open, event, isPending, calendarName, besideList, onClose, onSetBot, onOpenBot } = props;
  // When the panel closes, its event leaves the props before the focus moves.
  const lastId = useRef<string | null>(null);
  useEffect(() => {
    if (event) lastId.current = event.id;
  }, [event]);
  return (
    <Sheet
      open={open}
      besidePage={besideList}
      onClose={onClose}
      findFocus={() => findRowButton(lastId.current)}
    >
      {event ? (
        <Boundary
          of={event}
          fallback={
            <div className="p-6 pr-16 text-ink-soft">
              <SheetTitle className="sr-only">Meeting</SheetTitle>
              <BrokenNote title={event.title} />
            </div>
          }
        >
          <EventDetails event={event} calendarName={calendarName} onSetBot={onSetBot} onOpenBot={onOpenBot} />
        </Boundary>
      ) : isPending ? (
        <LoadingMeeting />
      ) : (
        <>
          <SheetTitle className="sr-only">Meeting not found</SheetTitle>
          <MessageState icon={SearchX} title="Meeting not found">
            It was deleted, or it is outside the days shown here.
          </MessageState>
        </>
      )}
    </Sheet>
  );
}

function LoadingMeeting() {
  return (
    <div className="space-y-4 p-6">
      <SheetTitle className="sr-only">Loading the meeting</SheetTitle>
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}

function findRowButton(id: string | null): HTMLElement | null {
  if (id === null) return null;
  return document.querySelector<HTMLElement>(`[data-event-id="${CSS.escape(id)}"] [data-row-button]`);
}
