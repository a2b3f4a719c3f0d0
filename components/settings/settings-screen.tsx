'use client';

import { useTheme } from 'next-themes';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import type { Settings } from '@/lib/contract/settings';
import { ApiKeys } from './api-keys';
import { BotProviders } from './bot-providers';
import { CallbackSecret } from './callback-secret';
import { Formats } from './formats';
import { OwnAccount } from './own-account';
import { Line, Part, SELECT } from './parts';
import { PlatformOrder } from './platform-order';
import { useApiKeys } from './requests/api-keys';
import { useCallbackSecret } from './requests/callback-secret';
import { useConnections } from './requests/connections';
import { Sessions } from './sessions';
import { TimeZone } from './time-zone';

/**
 * How pages are displayed, which links are preferred, which provider sends the bots, API keys, what signs callbacks, and where the person is signed in. What has to be loaded comes
 * last, one part after the other: nothing on screen moves.
 */
export function SettingsScreen({ settings, email }: { settings: Settings; email: string }) {
  const { isPending } = useConnections();
  const { isPending: waitsForKeys } = useApiKeys();
  const { isPending: waitsForSecret } = useCallbackSecret();
  return (
    <>
      <PageHeader title="Settings" />
      <Part title="Display">
        <Theme />
        <TimeZone />
        <Formats />
      </Part>
      <Part title="Meeting links">
        <PlatformOrder settings={settings} />
      </Part>
      <Part title="Bots">
        <BotProviders />
      </Part>
      {isPending ? null : (
        <>
          <Part title="API keys">
            <ApiKeys />
          </Part>
          {waitsForKeys ? null : (
            <>
              <Part title="Callbacks">
                <CallbackSecret />
              </Part>
              {waitsForSecret ? null : (
                <>
                  <Part title="Signed in">
                    <Sessions />
                  </Part>
                  <Part title="Your data">
                    <OwnAccount email={email} />
                  </Part>
                </>
              )}
            </>
          )}
        </>
      )}
    </>
  );
}

function Theme() {
  const { theme, setTheme } = useTheme();
  // Only the browser knows what was chosen.
  const isReady = useNow('minute') !== null;
  return (
    <Line label="Theme" text="Applies to this browser.">
      <select
        aria-label="Theme"
        value={isReady ? theme : 'system'}
        onChange={(change) => setTheme(change.target.value)}
        className={SELECT}
      >
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </Line>
  );
}
