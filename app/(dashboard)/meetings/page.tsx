import type { Metadata } from 'next';
import { MeetingsScreen } from '@/components/meetings/meetings-screen';
import { InZone } from '@/components/time/zone-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Meetings' };

export default async function MeetingsPage() {
  await requireUser();
  return (
    <InZone>
      <MeetingsScreen />
    </InZone>
  );
}
