'use client';

import { PageCrash, type PageCrashProps } from '@/components/ui/page-crash';

/** Stands in place of a page that fails with its frame. */
export default function ErrorPage(props: PageCrashProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageCrash {...props} />
    </main>
  );
}
