import type { Metadata } from 'next';
import { AutoScheduleScreen } from '@/components/auto-schedule/auto-schedule-screen';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Auto-schedule' };

export default async function AutoSchedulePage() {
  await requireUser();
  return <AutoScheduleScreen />;
}
