import type { Metadata } from 'next';
import { ActivityScreen } from '@/components/activity/activity-screen';
import { InZone } from '@/components/time/zone-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Activity' };

export default async function ActivityPage() {
  await requireUser();
  return (
    <InZone>
      <ActivityScreen />
    </InZone>
  );
}
