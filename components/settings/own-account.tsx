'use client';

import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Line } from './parts';
import { useDeleteAccount } from './requests/account';

/** What is stored of the person: they can take it with them, and delete it. @param email their address */
export function OwnAccount({ email }: { email: string }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Line
        label="Export your data"
        text="Everything Usher stores about you, without secrets, as one JSON file."
      >
        <Button asChild size="sm">
          <a href="/api/v1/account/export" download>
            <Download aria-hidden="true" />
            Export
          </a>
        </Button>
      </Line>
      <Line label="Delete your account" text="Removes your bots and everything Usher stores about you.">
        <Button size="sm" onClick={() => setIsAsking(true)}>
          Delete account…
        </Button>
      </Line>
      {isAsking ? <DeleteAccountDialog email={email} onClose={() => setIsAsking(false)} /> : null}
    </>
  );
}

function DeleteAccountDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const remove = useDeleteAccount();
  const isConfirmed = text.trim().toLowerCase() === email.toLowerCase();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title="Delete your account?"
      confirmLabel="Delete account"
      isLocked={!isConfirmed}
      isBusy={remove.isPending || remove.isSuccess}
      onConfirm={() => remove.mutate(text)}
    >
      <p>
        You’ll be signed out everywhere, and your API keys will stop working. Scheduled bots will be removed,
        and bots in meetings will leave. Then everything stored about you is deleted. This cannot be undone.
      </p>
      <div>
        <label htmlFor={id} className="block text-[0.8125rem]">
          Type <span className="font-medium text-ink">{email}</span> to confirm
        </label>
        <input
          id={id}
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="mt-1.5 h-8 w-full rounded-lg border border-line-strong/70 bg-paper px-2.5 text-[0.8125rem] text-ink max-sm:text-base"
        />
      </div>
    </ConfirmDialog>
  );
}
