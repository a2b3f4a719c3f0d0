'use client';

import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { ApiKeys } from './api-keys';

type SettingsScreenProps = { providerName: string };

/** API keys, and how this installation and this browser are set up. */
export function SettingsScreen({ providerName }: SettingsScreenProps) {
  return (
    <>
      <PageHeader title="Settings" />
      <Part title="API keys">
        <ApiKeys />
      </Part>
      <Part title="Display">
        <Theme />
        <TimeZone />
      </Part>
      <Part title="Bots">
        <Line label="Bot provider" text="Sends the bots of accounts that have no provider of their own.">
          {providerName}
        </Line>
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="mb-1.5 px-1 font-semibold text-ink-soft text-xs">{title}</h2>
      <div className="rounded-xl border border-line bg-surface shadow-card">{children}</div>
    </section>
  );
}

function Line({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-line border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0">
        <p className="font-medium leading-5">{label}</p>
        <p className="text-pretty text-ink-faint text-xs leading-5">{text}</p>
      </div>
      <div className="text-ink-soft">{children}</div>
    </div>
  );
}

function Theme() {
  const { theme, setTheme } = useTheme();
  // What is chosen is known to the browser only.
  const isReady = useNow('minute') !== null;
  return (
    <Line label="Theme" text="For this browser.">
      <select
        aria-label="Theme"
        value={isReady ? theme : 'system'}
        onChange={(change) => setTheme(change.target.value)}
        className="h-8 rounded-lg border border-line-strong/70 bg-surface px-2 text-[0.8125rem] text-ink max-sm:text-base"
      >
        <option value="system">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </Line>
  );
}

function TimeZone() {
  const isReady = useNow('minute') !== null;
  return (
    <Line label="Time zone" text="Times are shown in the zone of your device.">
      {isReady ? Intl.DateTimeFormat().resolvedOptions().timeZone : '…'}
    </Line>
  );
}
