import type { Metadata } from 'next';
import { CalendarsScreen } from '@/components/calendars/calendars-screen';
import { InZone } from '@/components/time/in-zone';
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
