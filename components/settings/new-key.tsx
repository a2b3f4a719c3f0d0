'use client';

import { Copy, KeyRound } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toast';
import { SELECT } from './parts';
import { useCreateApiKey } from './requests/api-keys';

const DAY_MS = 86_400_000;
const EXPIRIES = [
  { days: null, label: 'Does not expire' },
  { days: 7, label: 'Expires in 7 days' },
  { days: 30, label: 'Expires in 30 days' },
  { days: 90, label: 'Expires in 90 days' },
  { days: 365, label: 'Expires in 1 year' },
];

/** Creates a key with a name, and with what it may do, then shows it once. */
export function NewKey() {
  const [name, setName] = useState('');
  const [access, setAccess] = useState<'full' | 'read'>('full');
  const [days, setDays] = useState<number | null>(null);
  const [managesKeys, setManagesKeys] = useState(false);
  const [wasShown, setWasShown] = useState(false);
  const managesId = useId();
  const create = useCreateApiKey();
  const made = create.data;
  const reset = () => {
    setName('');
    setAccess('full');
    setDays(null);
    setManagesKeys(false);
  };
  if (made) {
    return (
      <div role="status" className="border-line border-b px-4 py-3">
        <p className="font-medium">Copy the key “{made.name}” now. It won’t be shown again.</p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-60 break-all rounded-lg bg-sunken px-2.5 py-1.5 font-mono text-xs">
            {made.key}
          </code>
          <Button
            size="sm"
            autoFocus
            onClick={() =>
              navigator.clipboard.writeText(made.key).then(
                () => toast('Copied.'),
                () => toast.error('Your browser blocked copying. Select the key and copy it.'),
              )
            }
          >
            <Copy aria-hidden="true" />
            Copy
          </Button>
          <Button
            size="sm"
            variant="primary"
            onClick={() => {
              setWasShown(true);
              create.reset();
            }}
          >
            Done
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="flex flex-wrap items-center gap-x-2 gap-y-2.5 border-line border-b px-4 py-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        const expires_at = days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString();
        create.mutate(
          { name: name.trim(), access, expires_at, may_manage_keys: access === 'full' && managesKeys },
          { onSuccess: reset },
        );
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the button that had the focus has gone.
        autoFocus={wasShown}
        aria-label="Name of the new key"
        placeholder="Name, e.g. Notetaker"
        required
        maxLength={100}
        pattern=".*\S.*"
        value={name}
        onChange={(change) => setName(change.target.value)}
        className="h-8 min-w-0 flex-1 basis-48 rounded-lg max-sm:basis-full border border-line-strong/70 bg-surface px-2.5 text-[0.8125rem] placeholder:text-ink-faint max-sm:text-base"
      />
      <select
        aria-label="What the new key may do"
        value={access}
        onChange={({ target }) => setAccess(target.value === 'read' ? 'read' : 'full')}
        className={`${SELECT} sm:w-40`}
      >
        <option value="full">Read and change</option>
        <option value="read">Read only</option>
      </select>
      <select
        aria-label="When the new key expires"
        value={days ?? ''}
        onChange={({ target }) => setDays(target.value === '' ? null : Number(target.value))}
        className={`${SELECT} sm:w-40`}
      >
        {EXPIRIES.map((expiry) => (
          <option key={expiry.label} value={expiry.days ?? ''}>
            {expiry.label}
          </option>
        ))}
      </select>
      <div className="flex basis-full flex-wrap items-center justify-between gap-x-4 gap-y-2.5">
        <span className="flex items-center gap-2.5">
          <Switch
            id={managesId}
            checked={access === 'full' && managesKeys}
            aria-disabled={access === 'read'}
            onCheckedChange={setManagesKeys}
          />
          <label htmlFor={managesId} className="text-ink-soft text-xs">
            May create and revoke API keys
          </label>
        </span>
        <Button type="submit" size="sm" variant="primary" disabled={create.isPending}>
          <KeyRound aria-hidden="true" />
          Create key
        </Button>
      </div>
    </form>
  );
}
