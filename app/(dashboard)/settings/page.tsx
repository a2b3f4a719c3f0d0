import type { Metadata } from 'next';
import { SettingsScreen } from '@/components/settings/settings-screen';
import { requireUser } from '@/lib/auth';
import { findProvider } from '@/lib/bot-providers';
import { env } from '@/lib/env';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  await requireUser();
  const { BOT_PROVIDER } = env();
  return <SettingsScreen providerName={findProvider(BOT_PROVIDER)?.title ?? BOT_PROVIDER} />;
}
