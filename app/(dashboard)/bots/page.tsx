import type { Metadata } from 'next';
import { BotsScreen } from '@/components/bots/bots-screen';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Bots' };

export default async function BotsPage() {
  await requireUser();
  return <BotsScreen />;
}
