import type { Metadata } from 'next';
import { SettingsScreen } from '@/components/settings/settings-screen';
import { readSettings } from '@/lib/accounts/users';
import { requireUser } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  return <SettingsScreen settings={readSettings(await requireUser())} />;
}
