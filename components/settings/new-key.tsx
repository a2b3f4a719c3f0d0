'use client';

import { Copy, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { useCreateApiKey } from './requests/api-keys';

/** Creates a key with a name, then shows it once. */
export function NewKey() {
  const [name, setName] = useState('');
  const create = useCreateApiKey();
  const made = create.data;
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
          <Button size="sm" variant="primary" onClick={() => create.reset()}>
            Done
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        create.mutate(name.trim(), { onSuccess: () => setName('') });
      }}
    >
      <input
        aria-label="Name of the new key"
        placeholder="Name, e.g. Notetaker"
        required
        maxLength={100}
        pattern=".*\S.*"
        value={name}
        onChange={(change) => setName(change.target.value)}
        className="h-8 min-w-0 flex-1 basis-48 rounded-lg max-sm:basis-full border border-line-strong/70 bg-surface px-2.5 text-[0.8125rem] placeholder:text-ink-faint max-sm:text-base"
      />
      <Button type="submit" size="sm" variant="primary" disabled={create.isPending}>
        <KeyRound aria-hidden="true" />
        Create key
      </Button>
    </form>
  );
}
