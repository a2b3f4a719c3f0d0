import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Reference } from '@/components/reference/reference';
import { UsherError } from '@/lib/contract/errors';
import { limitDescriptions } from '@/lib/http/limit-descriptions';
import { env } from '@/lib/platform/env';

/** The address is known only at run time, not when the app is built. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = { title: 'API reference' };

export default async function DocsPage() {
  try {
    await limitDescriptions({ headers: await headers() });
  } catch (error) {
    if (!(error instanceof UsherError)) throw error;
    return (
      <main className="mx-auto max-w-prose px-4 py-24">
        <h1 className="font-semibold text-[1.5rem] tracking-[-0.03em]">API reference</h1>
        <p className="mt-2 text-ink-soft">{error.message}</p>
      </main>
    );
  }
  return <Reference origin={env().APP_URL} />;
}
