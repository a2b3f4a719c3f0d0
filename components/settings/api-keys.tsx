'use client';

import { useState } from 'react';
import { useNow } from '@/components/time/clock';
import { useDisplay } from '@/components/time/display-provider';
import { ago, shortDate } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import type { ApiKeyRow } from '@/lib/contract/api-keys';
import { NewKey } from './new-key';
import { useApiKeys, useRevokeApiKey } from './requests/api-keys';

/** Returns what is unusual about a key, in words. @param now milliseconds since 1970 */
function optionsInWords({ access, may_manage_keys, expires_at }: ApiKeyRow, now: number): string[] {
  return [
    ...(access === 'read' ? ['read only'] : []),
    ...(may_manage_keys ? ['may manage keys'] : []),
    ...(expires_at === null
      ? []
      : [`${Date.parse(expires_at) <= now ? 'expired' : 'expires'} ${shortDate(expires_at)}`]),
  ];
}

/** The keys of API clients, which a person can create, see and revoke. */
export function ApiKeys() {
  const { data, isPending, error, refetch } = useApiKeys();
  const now = useNow('minute');
  useDisplay();
  const revoke = useRevokeApiKey();
  const [asked, setAsked] = useState<ApiKeyRow | null>(null);
  return (
    <>
      <NewKey />
      {isPending || now === null ? (
        <div role="status" aria-label="Loading the keys" className="p-4">
          <Skeleton className="h-8" />
        </div>
      ) : error && !data ? (
        <p role="alert" className="flex flex-wrap items-center gap-3 p-4 text-danger">
          {error.message}
          <Button size="sm" onClick={() => refetch()}>
            Try again
          </Button>
        </p>
      ) : data.api_keys.length === 0 ? (
        <p className="p-4 text-ink-soft">No key yet. Programs need one to use the API.</p>
      ) : (
        <ul>
          {data.api_keys.map((key) => (
            <li
              key={key.id}
              className="flex items-center gap-3 border-line border-b px-4 py-2.5 last:border-b-0"
            >
              <div className="min-w-0 flex-1">
                <p dir="auto" className="truncate font-medium leading-5" title={key.name}>
                  {key.name}
                </p>
                <p className="times text-ink-faint text-xs leading-5">
                  <code className="font-mono">{key.prefix}…</code> · created {shortDate(key.created_at)} ·{' '}
                  {key.last_used_at ? `used ${ago(key.last_used_at, now)}` : 'never used'}
                  {optionsInWords(key, now).map((words) => ` · ${words}`)}
                </p>
              </div>
              <Button size="sm" aria-label={`Revoke ${key.name}`} onClick={() => setAsked(key)}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isPending ? null : (
        <p className="border-line border-t px-4 py-3 text-ink-faint text-xs leading-5">
          What a key can do:{' '}
          <a href="/api/v1/docs" className="font-medium text-accent-text hover:underline">
            API reference
          </a>
        </p>
      )}
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={`Revoke “${asked?.name ?? ''}”?`}
        confirmLabel="Revoke key"
        isBusy={revoke.isPending}
        onConfirm={() => asked && revoke.mutate(asked.id, { onSettled: () => setAsked(null) })}
      >
        Programs that use it lose access. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
