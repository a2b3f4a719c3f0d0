import type { Metadata } from 'next';
import { CalendarsScreen } from '@/components/calendars/calendars-screen';
import { InZone } from '@/components/time/zone-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Calendars' };

export default async function CalendarsPage() {
  await requireUser();
  return (
    <InZone>
      <CalendarsScreen />
    </InZone>
  );
}
