'use client';

import { useId, useMemo, useState } from 'react';
import { counted } from '@/components/counted';
import { shortDate } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import type { PreviewRulesResponse } from '@/lib/contract/rules';
import type { Rules } from '@/lib/scheduling/domain/rules';
import { useRulesPreview } from './requests/preview-rules';
import { useSaveRules } from './requests/save-settings';
import { useSetAutoSchedule } from './requests/set-enabled';
import { byReason } from './rules/preview-model';

/** How many titles are shown. */
const SHOWN = 6;

type TurnOnDialogProps = { open: boolean; rules: Rules; onClose: () => void };

/** Shows which meetings would get a bot, and turns auto-schedule on when the person confirms. */
export function TurnOnDialog({ open, rules, onClose }: TurnOnDialogProps) {
  const id = useId();
  const [leavesOut, setLeavesOut] = useState(true);
  const chosen = useMemo(
    () => ({ ...rules, never: { ...rules.never, unanswered_external: leavesOut } }),
    [rules, leavesOut],
  );
  const { data: preview, error, refetch } = useRulesPreview(open ? chosen : null);
  const { mutate } = useSetAutoSchedule();
  const saving = useSaveRules({ isTold: false });
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Send a bot to all meetings with a link?"
      variant="primary"
      confirmLabel="Turn on auto-schedule"
      isLocked={!preview}
      isBusy={saving.isPending}
      onConfirm={async () => {
        try {
          if (leavesOut !== rules.never.unanswered_external) await saving.mutateAsync(chosen);
        } catch {
          // A notice has said why; nothing is turned on with other rules than the person saw.
          return;
        }
        mutate(true);
        onClose();
      }}
    >
      {preview ? (
        <WillGetABot preview={preview} />
      ) : error ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-danger">
          {error.message}
          <Button size="sm" onClick={() => refetch()}>
            Try again
          </Button>
        </p>
      ) : (
        <div role="status" aria-label="Loading the preview">
          <Skeleton className="h-28" />
        </div>
      )}
      <div className="flex items-start justify-between gap-4 rounded-lg bg-sunken/60 px-3 py-2.5">
        <label htmlFor={id} className="text-[0.8125rem] text-ink leading-5">
          Skip invitations from outside your domain that you haven’t answered
        </label>
        <Switch id={id} checked={leavesOut} onCheckedChange={setLeavesOut} />
      </div>
      <p>
        Bots are scheduled up to 24 hours ahead. You can turn any of them off, and change the rules any time.
      </p>
    </ConfirmDialog>
  );
}

function WillGetABot({ preview }: { preview: PreviewRulesResponse }) {
  const count = preview.added.length;
  if (count === 0) {
    return <p>None of your meetings in the next 28 days would get a bot now. New ones with a link will.</p>;
  }
  const meetings = byReason(preview.added)
    .flatMap((reason) => reason.meetings)
    .sort((one, other) => Date.parse(one.first) - Date.parse(other.first));
  const others = meetings.slice(SHOWN).reduce((sum, meeting) => sum + meeting.count, 0);
  return (
    <>
      <p>
        <span className="times font-semibold text-ink">{counted(count, 'meeting')}</span> in the next 28 days{' '}
        {count === 1 ? 'gets' : 'get'} a bot:
      </p>
      <ul
        aria-label="Meetings that get a bot"
        className="space-y-0.5 border-line border-l-2 pl-3 text-[0.8125rem]"
      >
        {meetings.slice(0, SHOWN).map((meeting) => (
          <li key={meeting.title} className="flex items-baseline gap-2 leading-5">
            <span dir="auto" className="truncate text-ink">
              {meeting.title || 'No title'}
            </span>
            <span className="times ml-auto shrink-0 text-ink-faint text-xs">
              {meeting.count > 1 ? `${meeting.count} from ` : ''}
              {shortDate(meeting.first)}
            </span>
          </li>
        ))}
        {others > 0 ? <li className="text-ink-faint text-xs leading-5">and {others} more</li> : null}
      </ul>
    </>
  );
}
