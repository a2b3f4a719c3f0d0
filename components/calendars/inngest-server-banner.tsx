'use client';

import { ServerOff } from 'lucide-react';
import { useNow } from '@/components/time/clock';
import { useHealth } from './requests/get-health';
import { jobsRunHere, serverAway } from './server-away';

/** Says that the Inngest server does not call, since when, and that bots come all the same. */
export function InngestServerBanner() {
  const { data: health } = useHealth();
  const now = useNow('minute');
  if (!health?.inngest_server?.is_away || now === null) return null;
  return (
    <div
      role="status"
      className="mb-5 flex items-start gap-4 rounded-xl border border-brass/25 bg-brass/10 px-4 py-3"
    >
      <ServerOff className="mt-0.5 size-5 shrink-0 text-brass" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{serverAway(health.inngest_server, now)}</p>
        <p className="text-ink-soft text-[0.8125rem]">
          {jobsRunHere(health.inngest_server)} Bots join on time. Ask whoever runs Usher to check the server.
        </p>
      </div>
    </div>
  );
}
