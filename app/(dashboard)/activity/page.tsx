import type { Metadata } from 'next';
import { ActivityScreen } from '@/components/activity/activity-screen';
import { InDisplay } from '@/components/time/display-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Activity' };

export default async function ActivityPage() {
  await requireUser();
  return (
    <InDisplay>
      <ActivityScreen />
    </InDisplay>
  );
}
