import type { Metadata } from 'next';
import { BotsScreen } from '@/components/bots/bots-screen';
import { InDisplay } from '@/components/time/display-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Bots' };

export default async function BotsPage() {
  await requireUser();
  return (
    <InDisplay>
      <BotsScreen />
    </InDisplay>
  );
}
