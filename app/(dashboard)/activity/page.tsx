import type { Metadata } from 'next';
import { ActivityScreen } from '@/components/activity/activity-screen';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Activity' };

export default async function ActivityPage() {
  await requireUser();
  return <ActivityScreen />;
}
