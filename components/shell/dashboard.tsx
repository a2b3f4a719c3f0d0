import type { ReactNode } from 'react';
import { DraftsOwner } from '@/components/drafts-owner';
import { QueryProvider } from '@/components/query-provider';
import { DisplayProvider } from '@/components/time/display-provider';
import { shownAddress } from '@/lib/accounts/domain/address';
import type { Settings } from '@/lib/contract/settings';
import { AdministratorProvider } from './administrator';
import { Shell } from './shell';

type DashboardProps = {
  user: { id: string; email: string; name: string | null; settings: Settings; isAdministrator: boolean };
  children: ReactNode;
};

/** A person's page in its frame, with what all screens need. Only the environment says whether this is a demo. */
export function Dashboard({ user, children }: DashboardProps) {
  const sandboxUrl = process.env.USHER_DEMO === '1' ? (process.env.GOOGLE_EMULATOR_URL ?? null) : null;
  return (
    <QueryProvider person={user.id}>
      <DisplayProvider settings={user.settings}>
        <DraftsOwner person={user.id} />
        <AdministratorProvider value={user.isAdministrator}>
          <Shell user={{ email: shownAddress(user.email), name: user.name }} sandboxUrl={sandboxUrl}>
            {children}
          </Shell>
        </AdministratorProvider>
      </DisplayProvider>
    </QueryProvider>
  );
}
