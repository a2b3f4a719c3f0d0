'use client';

import { PageCrash, type PageCrashProps } from '@/components/ui/page-crash';

/** Stands in place of a screen that fails as a whole; the navigation stays. */
export default function ScreenError(props: PageCrashProps) {
  return <PageCrash {...props} />;
}
