'use client';

import { SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { ConfirmDialog } from '@/components/ui/dialog';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { Sheet, SheetTitle } from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { useBot } from '../requests/bot';
import { BotDetails } from './bot-details';

type BotPanelProps = {
  /** The bot that the address names; null while the panel is closed. */
  botId: string | null;
  /** Changes the address. */
  onShow: (botId: string | null) => void;
  /** It stands beside the list where there is room. */
  besideList?: boolean;
  /** Absent where the panel was opened from the meeting. */
  onOpenMeeting?: (bot: ScheduledBotRow) => void;
};

/**
 * Everything about one bot, to read and, while it is scheduled, to change. It stays while its edits are not saved, until the
 * person gives them up.
 */
export function BotPanel({ botId, onShow, besideList, onOpenMeeting }: BotPanelProps) {
  const [shownId, setShownId] = useState(botId);
  const [isEdited, setIsEdited] = useState(false);
  if (botId !== shownId && !isEdited) setShownId(botId);
  const { data: bot, error, refetch } = useBot(shownId);
  // When the panel closes, its bot leaves before the focus moves.
  const lastId = useRef<string | null>(null);
  useEffect(() => {
    if (bot) lastId.current = bot.bot_id;
  }, [bot]);
  return (
    <Sheet
      open={shownId !== null}
      isWide
      besidePage={besideList}
      onClose={() => onShow(null)}
      findFocus={() => findRowButton(lastId.current)}
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
            onEdited={setIsEdited}
            onClose={() => {
              setIsEdited(false);
              onShow(null);
            }}
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
        open={botId !== shownId}
        onClose={() => onShow(shownId)}
        title="Close without saving?"
        cancelLabel="Keep editing"
        confirmLabel="Close without saving"
        onConfirm={() => setIsEdited(false)}
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

function findRowButton(id: string | null): HTMLElement | null {
  if (id === null) return null;
  return document.querySelector<HTMLElement>(`[data-bot-id="${CSS.escape(id)}"] [data-row-button]`);
}
