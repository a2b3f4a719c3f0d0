import type { Metadata } from 'next';
import { AdministrationScreen } from '@/components/administration/administration-screen';
import { requireAdministrator } from '@/lib/http/auth';

export const metadata: Metadata = { title: 'Administration' };

export default async function AdministrationPage() {
  const { id } = await requireAdministrator();
  return <AdministrationScreen ownId={id} />;
}
