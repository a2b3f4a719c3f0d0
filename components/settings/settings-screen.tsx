'use client';

import { useTheme } from 'next-themes';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { ApiKeys } from './api-keys';
import { Line, Part, SELECT } from './parts';
import { TimeZone } from './time-zone';

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
        className={SELECT}
      >
        <option value="system">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </Line>
  );
}
