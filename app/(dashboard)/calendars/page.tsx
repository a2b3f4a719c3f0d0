import type { Metadata } from 'next';
import { CalendarsScreen } from '@/components/calendars/calendars-screen';
import { InDisplay } from '@/components/time/display-provider';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Calendars' };

export default async function CalendarsPage() {
  await requireUser();
  return (
    <InDisplay>
      <CalendarsScreen />
    </InDisplay>
  );
}
