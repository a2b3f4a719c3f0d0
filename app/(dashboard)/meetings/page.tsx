import type { Metadata } from 'next';
import { MeetingsScreen } from '@/components/meetings/meetings-screen';
import { InDisplay } from '@/components/time/display-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Meetings' };

export default async function MeetingsPage() {
  await requireUser();
  return (
    <InDisplay>
      <MeetingsScreen />
    </InDisplay>
  );
}
