import type { Metadata } from 'next';
import { Reference } from '@/components/reference/reference';
import { env } from '@/lib/platform/env';

/** The address is known only at run time, not when the app is built. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = { title: 'API reference' };

export default function DocsPage() {
  return <Reference origin={env().APP_URL} />;
}
