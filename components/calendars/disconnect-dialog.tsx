'use client';

import { useId, useState } from 'react';
import { ConfirmDialog } from '@/components/ui/dialog';
import type { ConnectionHealth } from '@/lib/contract/health';
import { BotsThatGo } from './bots-that-go';
import { useDisconnect, useDisconnectPreview } from './requests/disconnect';

type DisconnectDialogProps = {
  account: ConnectionHealth;
  isLast: boolean;
  autoScheduleOn: boolean;
  onClose: () => void;
};

/** Asks for the address of an account before it is disconnected, so that no one does it by mistake. */
export function DisconnectDialog({ account, isLast, autoScheduleOn, onClose }: DisconnectDialogProps) {
  const [typed, setTyped] = useState('');
  const [keep, setKeep] = useState(false);
  const inputId = useId();
  const keepId = useId();
  const disconnect = useDisconnect();
  const { data: preview } = useDisconnectPreview(account.id);
  const matches = typed.trim().toLowerCase() === account.email.toLowerCase();
  const send = () => disconnect.mutate({ accountId: account.id, keep }, { onSuccess: onClose });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Disconnect ${account.email}?`}
      confirmLabel={disconnect.isPending ? 'Disconnecting…' : 'Disconnect'}
      isLocked={!matches}
      isBusy={disconnect.isPending}
      onConfirm={send}
    >
      <p>
        {preview ? (
          <BotsThatGo cancelled={preview.schedules_cancelled} recalled={preview.schedules_recalled} />
        ) : (
          'Its scheduled bots are canceled, and bots in its meetings are recalled. '
        )}
        Usher deletes its access to this account. Past bots stay in your history.
        {isLast && autoScheduleOn
          ? ' Auto-schedule stays on, but does nothing until you connect an account again.'
          : null}
      </p>
      <label htmlFor={keepId} className="flex items-start gap-2.5 text-ink">
        <input
          id={keepId}
          type="checkbox"
          checked={keep}
          onChange={(event) => setKeep(event.target.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>
          Keep meetings and settings
          <span className="block text-ink-soft text-[0.8125rem]">
            In case you reconnect. Otherwise both are deleted.
          </span>
        </span>
      </label>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (matches && !disconnect.isPending) send();
        }}
      >
        <label htmlFor={inputId} className="block text-ink">
          Type <span className="wrap-anywhere font-medium">{account.email}</span> to confirm
        </label>
        <input
          id={inputId}
          type="email"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="mt-1.5 h-9 w-full rounded-lg border border-line-strong bg-paper px-3 text-ink placeholder:text-ink-faint"
        />
      </form>
    </ConfirmDialog>
  );
}
