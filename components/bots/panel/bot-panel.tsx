'use client';

import { SearchX } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useRef, useState } from 'react';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { ConfirmDialog } from '@/components/ui/dialog';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { Sheet, SheetTitle } from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { useBot } from '../requests/bot';

/** Loaded with the first panel that is opened. */
const BotDetails = dynamic(() => import('./bot-details').then((module) => module.BotDetails), {
  ssr: false,
  loading: LoadingBot,
});

type BotPanelProps = {
  /** Null while it is closed. */
  botId: string | null;
  onClose: () => void;
  /** Absent where the panel was opened from the meeting. */
  onOpenMeeting?: (bot: ScheduledBotRow) => void;
};

/** Everything about one bot, to read and, while it is scheduled, to change. */
export function BotPanel({ botId, onClose, onOpenMeeting }: BotPanelProps) {
  const { data: bot, error, refetch } = useBot(botId);
  const isEdited = useRef(false);
  const [isAsking, setIsAsking] = useState(false);
  const close = useCallback(() => {
    isEdited.current = false;
    setIsAsking(false);
    onClose();
  }, [onClose]);
  return (
    <Sheet
      open={botId !== null}
      isWide
      onClose={() => (isEdited.current ? setIsAsking(true) : close())}
      findFocus={() => findRowButton(bot?.bot_id)}
    >
      {bot ? (
        <Boundary
          of={bot}
          fallback={
            <div className="p-6 pr-16 text-ink-soft">
              <SheetTitle className="sr-only">Bot</SheetTitle>
              <BrokenNote title={bot.title} />
            </div>
          }
        >
          <BotDetails
            key={bot.bot_id}
            bot={bot}
            onEdited={(edited) => {
              isEdited.current = edited;
            }}
            onClose={close}
            onOpenMeeting={onOpenMeeting}
          />
        </Boundary>
      ) : error ? (
        <>
          <SheetTitle className="sr-only">Bot not found</SheetTitle>
          {'status' in error && error.status === 404 ? (
            <MessageState icon={SearchX} title="Bot not found">
              It may belong to another account.
            </MessageState>
          ) : (
            <LoadFailed what="bot" message={error.message} onRetry={() => refetch()} />
          )}
        </>
      ) : (
        <LoadingBot />
      )}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title="Close without saving?"
        cancelLabel="Keep editing"
        confirmLabel="Close without saving"
        onConfirm={close}
      >
        <p>Your changes haven’t been saved.</p>
      </ConfirmDialog>
    </Sheet>
  );
}

function LoadingBot() {
  return (
    <div className="space-y-4 p-6">
      <SheetTitle className="sr-only">Loading the bot</SheetTitle>
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-48 w-full" />
    </div>
  );
}

function findRowButton(id: string | undefined): HTMLElement | null {
  if (id === undefined) return null;
  return document.querySelector<HTMLElement>(`[data-bot-id="${CSS.escape(id)}"] [data-row-button]`);
}
