'use client';

import { useUrlState } from '@/components/url-state';

type OpenMarkProps = {
  /** The parameter of the address that names what is open. */
  param: 'event' | 'bot_id';
  id: string;
};

/** Marks the row whose panel is open beside the list. */
export function OpenMark({ param, id }: OpenMarkProps) {
  const { params } = useUrlState();
  if (params.get(param) !== id) return null;
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 hidden rounded-[inherit] ring-2 ring-accent/60 ring-inset xl:block"
    />
  );
}
