import type { Metadata } from 'next';
import { SettingsScreen } from '@/components/settings/settings-screen';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const user = await requireUser();
  return <SettingsScreen settings={user.settings} email={user.email} />;
}
