import type { Metadata } from 'next';
import { MeetingsScreen } from '@/components/meetings/meetings-screen';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Meetings' };

export default async function MeetingsPage() {
  await requireUser();
  return <MeetingsScreen />;
}
