import type { Metadata } from 'next';
import { BotsScreen } from '@/components/bots/bots-screen';
import { InZone } from '@/components/time/zone-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Bots' };

export default async function BotsPage() {
  await requireUser();
  return (
    <InZone>
      <BotsScreen />
    </InZone>
  );
}
