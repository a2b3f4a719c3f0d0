'use client';

import { useId, useState } from 'react';
import { FIELD } from '@/components/auto-schedule/form-card';
import { cn } from '@/components/ui/cn';
import { ConfirmDialog } from '@/components/ui/dialog';
import { MOST_BOTS_OF_PERSON } from '@/lib/contract/limits';
import type { PersonRow } from '@/lib/contract/people';
import { useUpdatePerson } from './requests/people';

/** Asks how many bots of a person may be in meetings at one time. An empty field is the limit of everyone. */
export function LimitDialog({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState(person.max_bots === null ? '' : String(person.max_bots));
  const update = useUpdatePerson();
  const most = text.trim() === '' ? null : Number(text);
  const isValid = most === null || (Number.isInteger(most) && most >= 1 && most <= MOST_BOTS_OF_PERSON);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Limit the bots of ${person.email}`}
      variant="primary"
      confirmLabel="Save limit"
      isLocked={!isValid}
      isBusy={update.isPending}
      onConfirm={() => update.mutate({ id: person.id, max_bots: most }, { onSettled: onClose })}
    >
      <p>
        No more of their bots are in meetings at one time. The next ones wait until another has left. Leave it
        empty for the limit of everyone, {person.max_bots_default}.
      </p>
      <div className="flex items-center gap-3">
        <label htmlFor={id} className="text-ink">
          Bots at one time
        </label>
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_BOTS_OF_PERSON}
          placeholder={String(person.max_bots_default)}
          value={text}
          aria-invalid={!isValid}
          onChange={({ target }) => setText(target.value)}
          className={cn(FIELD, 'times w-24')}
        />
      </div>
      {isValid ? null : (
        <p role="alert" className="text-danger text-xs">
          A whole number from 1 to {MOST_BOTS_OF_PERSON}.
        </p>
      )}
    </ConfirmDialog>
  );
}
