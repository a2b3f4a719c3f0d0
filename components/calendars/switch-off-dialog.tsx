'use client';

import { ConfirmDialog } from '@/components/ui/dialog';
import type { UpdateCalendarResponse } from '@/lib/contract/calendars';

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
        {cancelled > 0 ? <Count number={cancelled} words="scheduled bot" verb="cancelled" /> : null}
        {recalled > 0 ? (
          <Count number={recalled} words="bot in a meeting" plural="bots in meetings" verb="called back" />
        ) : null}
        Its meetings leave Usher. Switch it on again and all of it comes back, with everything you chose.
      </p>
    </ConfirmDialog>
  );
}

function Count({
  number,
  words,
  plural = `${words}s`,
  verb,
}: {
  number: number;
  words: string;
  plural?: string;
  verb: string;
}) {
  return (
    <>
      <strong className="font-semibold text-ink">
        {number} {number === 1 ? words : plural}
      </strong>{' '}
      {number === 1 ? 'is' : 'are'} {verb}.{' '}
    </>
  );
}
