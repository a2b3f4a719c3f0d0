import type { ReactNode } from 'react';
import { Dashboard } from '@/components/shell/dashboard';
import { requireUser } from '@/lib/http/auth';

// Only a request shows who is signed in.
export const dynamic = 'force-dynamic';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  return <Dashboard user={await requireUser()}>{children}</Dashboard>;
}
