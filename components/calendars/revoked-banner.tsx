'use client';

import { Unplug } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { connectAccount } from './connect-account';
import { useHealth } from './requests/get-health';

/** Says that Google has revoked access, what still works, and how to reconnect. The calendars' page says it of each account. */
export function RevokedBanner() {
  const { data: health } = useHealth();
  const isSaidThere = usePathname() === '/calendars';
  const revoked = health?.connections.filter((connection) => connection.status === 'revoked') ?? [];
  if (revoked.length === 0 || isSaidThere) return null;
  return (
    <div
      role="alert"
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl border border-danger/25 bg-danger-soft px-4 py-3"
    >
      <Unplug className="size-5 shrink-0 text-danger" aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-danger">
          Usher lost access to the calendar of {revoked.map((connection) => connection.email).join(' and ')}
        </p>
        <p className="text-ink-soft text-[0.8125rem]">
          {revoked[0]?.status_reason ?? 'Google has revoked Usher’s permission.'} Bots already scheduled stay.
        </p>
      </div>
      <Button size="sm" onClick={() => connectAccount(revoked[0]?.email)}>
        Reconnect
      </Button>
    </div>
  );
}
