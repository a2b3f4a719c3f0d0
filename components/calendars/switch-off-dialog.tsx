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

/** Says how many bots go with a calendar before it is switched off. */
export function SwitchOffDialog({ preview, onClose, onConfirm }: SwitchOffDialogProps) {
  if (!preview) return null;
  const { calendar, bots_cancelled: cancelled, bots_recalled: recalled } = preview;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Switch off “${calendar.summary}”?`}
      confirmLabel="Switch off"
      onConfirm={() => {
        onConfirm(calendar.usher_id);
        onClose();
      }}
    >
      <p>
        <BotsThatGo cancelled={cancelled} recalled={recalled} />
        Its meetings leave Usher. Switch it on again and all of it comes back, with everything you chose.
      </p>
    </ConfirmDialog>
  );
}
