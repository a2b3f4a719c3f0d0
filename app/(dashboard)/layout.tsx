import type { ReactNode } from 'react';
import { DraftsOwner } from '@/components/drafts-owner';
import { QueryProvider } from '@/components/query-provider';
import { Shell } from '@/components/shell/shell';
import { DisplayProvider } from '@/components/time/display-provider';
import { TooltipProvider } from '@/components/ui/tooltip';
import { shownAddress } from '@/lib/accounts/domain/address';
import { requireUser } from '@/lib/http/auth';

// Only a request shows who is signed in, and only the environment whether this is a demo.
export const dynamic = 'force-dynamic';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const sandboxUrl = process.env.USHER_DEMO === '1' ? (process.env.GOOGLE_EMULATOR_URL ?? null) : null;
  return (
    <QueryProvider>
      <DisplayProvider settings={user.settings}>
        <DraftsOwner person={user.id} />
        <TooltipProvider delayDuration={250}>
          <Shell user={{ email: shownAddress(user.email), name: user.name }} sandboxUrl={sandboxUrl}>
            {children}
          </Shell>
        </TooltipProvider>
      </DisplayProvider>
    </QueryProvider>
  );
}
