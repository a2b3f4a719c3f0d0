'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useAutoSchedule } from '@/components/auto-schedule/requests/get-settings';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { Boundary, BrokenNote } from '@/components/ui/boundary';
import { Button } from '@/components/ui/button';
import { LoadFailed } from '@/components/ui/load-failed';
import type { UpdateCalendarResponse } from '@/lib/contract/calendars';
import type { CalendarHealth, ConnectionHealth } from '@/lib/contract/health';
import { AccountCard } from './account-card';
import { CalendarsSkeleton, NoAccount } from './calendars-states';
import { connectAccount } from './connect-account';
import { ConnectNotice } from './connect-notice';
import { DisconnectDialog } from './disconnect-dialog';
import { Punctuality } from './punctuality';
import { useHealth } from './requests/get-health';
import { useFreshLists } from './requests/read-lists';
import { usePreviewOff, useSetCalendarSync } from './requests/set-calendar-sync';
import { SwitchOffDialog } from './switch-off-dialog';

/** The connected accounts, the sync of their calendars, and how punctual bots were. */
export function CalendarsScreen() {
  const now = useNow('minute');
  return (
    <>
      <PageHeader
        title="Calendars"
        actions={
          <Button size="sm" onClick={() => connectAccount()}>
            <Plus aria-hidden="true" />
            <span>
              Connect<span className="max-sm:sr-only"> another account</span>
            </span>
          </Button>
        }
      />
      <ConnectNotice />
      {now === null ? <CalendarsSkeleton /> : <Accounts now={now} />}
    </>
  );
}

function Accounts({ now }: { now: number }) {
  const { data: health, isPending, error, refetch } = useHealth();
  const { data: settings } = useAutoSchedule();
  const [preview, setPreview] = useState<UpdateCalendarResponse | null>(null);
  const [leaving, setLeaving] = useState<ConnectionHealth | null>(null);
  const previewOff = usePreviewOff();
  const setSync = useSetCalendarSync();
  useFreshLists();
  if (isPending) return <CalendarsSkeleton />;
  if (error && !health)
    return <LoadFailed what="calendars" message={error.message} onRetry={() => refetch()} />;
  const autoScheduleOn = settings?.auto_schedule_enabled ?? false;
  if (health.connections.length === 0) return <NoAccount autoScheduleOn={autoScheduleOn} />;

  const onSwitch = ({ usher_id: usherId }: CalendarHealth, on: boolean) => {
    if (on) return setSync.mutate({ usherId, on });
    previewOff.mutate(usherId, {
      onSuccess: (answer) => {
        // No bot is lost, so nothing is asked.
        if (answer.bots_cancelled + answer.bots_recalled > 0) setPreview(answer);
        else setSync.mutate({ usherId, on });
      },
    });
  };
  return (
    <>
      {health.mode === 'polling' ? (
        <p className="mb-4 max-w-[44rem] text-pretty text-ink-soft text-[0.8125rem]">
          Google can’t reach this server, so Usher checks for changes every 5 minutes. With a public https
          address in <code className="font-mono text-xs">APP_URL</code> changes arrive right away.
        </p>
      ) : null}
      {health.connections.map((account) => (
        <Boundary key={account.id} of={account} fallback={<BrokenNote title={account.email} />}>
          <AccountCard account={account} now={now} onSwitch={onSwitch} onDisconnect={setLeaving} />
        </Boundary>
      ))}
      <p className="mb-6 max-w-[44rem] text-pretty text-ink-faint text-xs">
        Calendars of your own that you show in Google Calendar are synced automatically. Turn on others, such
        as a colleague’s, here. Usher never changes them.
      </p>
      {/* The last of what is loaded: nothing below it moves. */}
      <Punctuality />
      <SwitchOffDialog
        preview={preview}
        onClose={() => setPreview(null)}
        onConfirm={(usherId) => setSync.mutate({ usherId, on: false })}
      />
      {leaving ? (
        <DisconnectDialog
          account={leaving}
          isLast={health.connections.length === 1}
          autoScheduleOn={autoScheduleOn}
          onClose={() => setLeaving(null)}
        />
      ) : null}
    </>
  );
}
