'use client';

import { useUrlState } from '@/components/url-state';

/** Marks the meeting whose panel is open beside the list. */
export function OpenMark({ eventId }: { eventId: string }) {
  const { params } = useUrlState();
  if (params.get('event') !== eventId) return null;
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 hidden rounded-[inherit] ring-2 ring-accent/60 ring-inset xl:block"
    />
  );
}
