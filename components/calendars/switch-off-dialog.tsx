'use client';

import { ConfirmDialog } from '@/components/ui/dialog';
import type { UpdateCalendarResponse } from '@/lib/contract/calendars';
import { BotsThatGo } from './bots-that-go';

type SwitchOffDialogProps = {
  /** What would happen; null closes the dialog. */
  preview: UpdateCalendarResponse | null;
  onClose: () => void;
  onConfirm: (usherId: string) => void;
};

/** Says how many bots are canceled or recalled before the sync of a calendar is turned off. */
export function SwitchOffDialog({ preview, onClose, onConfirm }: SwitchOffDialogProps) {
  if (!preview) return null;
  const { calendar, bots_cancelled: cancelled, bots_recalled: recalled } = preview;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Turn off sync for “${calendar.summary}”?`}
      confirmLabel="Turn off"
      onConfirm={() => {
        onConfirm(calendar.usher_id);
        onClose();
      }}
    >
      <p>
        <BotsThatGo cancelled={cancelled} recalled={recalled} />
        Its meetings disappear from Usher. Turning it back on restores them, with their overrides.
      </p>
    </ConfirmDialog>
  );
}
