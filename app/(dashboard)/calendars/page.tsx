import type { Metadata } from 'next';
import { CalendarsScreen } from '@/components/calendars/calendars-screen';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Calendars' };

export default async function CalendarsPage() {
  await requireUser();
  return <CalendarsScreen />;
}
