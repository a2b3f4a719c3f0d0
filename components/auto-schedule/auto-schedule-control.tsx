'use client';

import { CalendarCheck2 } from 'lucide-react';
import Link from 'next/link';
import { Popover, PopoverContent, PopoverTrigger, useClosePopover } from '@/components/ui/popover';
import { Switch } from '@/components/ui/switch';
import { useAutoSchedule } from './requests/get-settings';
import { useSetAutoSchedule } from './requests/set-enabled';

/** Says whether auto-schedule is on, and opens its switch. */
export function AutoScheduleControl() {
  const { data: settings } = useAutoSchedule();
  const { mutate } = useSetAutoSchedule();
  if (!settings) return null;
  const isOn = settings.auto_schedule_enabled;
  return (
    <Popover>
      <PopoverTrigger
        className="flex h-8 items-center gap-1.5 rounded-lg border border-line-strong/70 bg-surface px-2.5 font-medium text-[0.8125rem] transition-colors hover:border-line-strong"
        aria-label={`Auto-schedule: ${isOn ? 'On' : 'Off'}`}
      >
        <CalendarCheck2 className="size-4 text-ink-faint" aria-hidden="true" />
        <span className="max-sm:hidden">Auto-schedule</span>
        <span className={isOn ? 'text-accent-text' : 'text-ink-faint'}>{isOn ? 'On' : 'Off'}</span>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Auto-schedule">
        <label htmlFor="auto-schedule" className="flex items-center justify-between gap-4 font-medium">
          Auto-schedule
          <Switch id="auto-schedule" checked={isOn} onCheckedChange={(next) => mutate(next)} />
        </label>
        <p className="mt-2 text-pretty text-[0.8125rem] text-ink-soft">
          When on, every meeting in the next 24 hours that has a link and matches <RulesLink /> gets a bot,
          unless you removed it. Turning it off keeps bots already scheduled.
        </p>
      </PopoverContent>
    </Popover>
  );
}

function RulesLink() {
  const close = useClosePopover();
  return (
    <Link href="/auto-schedule" onClick={close} className="font-medium text-accent-text hover:underline">
      your rules
    </Link>
  );
}
