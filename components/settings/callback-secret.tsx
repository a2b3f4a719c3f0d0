'use client';

import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '@/components/time/clock';
import { useDisplay } from '@/components/time/display-provider';
import { shortDate, timeOfDay } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { LoadFailed } from '@/components/ui/load-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { PREVIOUS_SECRET_HOURS } from '@/lib/contract/limits';
import { Line } from './parts';
import { useCallbackSecret, useChangeCallbackSecret } from './requests/callback-secret';

/** So much of the secret is shown, to recognize it by. */
const SHOWN = 'whsec_'.length + 4;

/** The secret that signs the person's callbacks, which they can copy and replace. */
export function CallbackSecret() {
  const { data, isPending, error, refetch } = useCallbackSecret();
  const now = useNow('minute');
  useDisplay();
  const change = useChangeCallbackSecret();
  const [isAsking, setIsAsking] = useState(false);
  if (isPending || now === null) {
    return (
      <div role="status" aria-label="Loading the signing secret" className="p-4">
        <Skeleton className="h-8" />
      </div>
    );
  }
  if (!data) return <LoadFailed what="signing secret" message={error.message} onRetry={() => refetch()} />;
  const { callback_secret: secret, previous_valid_until: until } = data;
  return (
    <>
      <Line label="Signing secret" text="Signs the events that Usher sends to your callback URLs.">
        <div className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-xs">{secret.slice(0, SHOWN)}…</code>
          <Button size="sm" aria-label="Copy the signing secret" onClick={() => copy(secret)}>
            <Copy aria-hidden="true" />
            Copy
          </Button>
          <Button size="sm" onClick={() => setIsAsking(true)}>
            Replace…
          </Button>
        </div>
      </Line>
      {until !== null && Date.parse(until) > now ? (
        <Line
          label="Previous secret"
          text={`Valid until ${shortDate(until)}, ${timeOfDay(until)}. End it now if others know it.`}
        >
          <Button size="sm" disabled={change.isPending} onClick={() => change.mutate('end-previous')}>
            End now
          </Button>
        </Line>
      ) : null}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title="Replace the signing secret?"
        confirmLabel="Replace secret"
        variant="primary"
        isBusy={change.isPending}
        onConfirm={() => change.mutate('replace', { onSettled: () => setIsAsking(false) })}
      >
        <p>
          Callbacks carry signatures by both secrets for {PREVIOUS_SECRET_HOURS} hours. Give your receivers
          the new one by then.
        </p>
        <p>
          Receivers that check only <code className="font-mono text-xs">X-MeetStream-Signature</code> need it
          right away. What they refuse until then is sent again.
        </p>
      </ConfirmDialog>
    </>
  );
}

function copy(secret: string): void {
  navigator.clipboard.writeText(secret).then(
    () => toast('Signing secret copied'),
    () => toast.error('Your browser blocked copying. Read the secret through the API.'),
  );
}
