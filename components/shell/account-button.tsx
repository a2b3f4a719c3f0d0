'use client';

import { ChevronsUpDown, Ellipsis } from 'lucide-react';
import { usePathname } from 'next/navigation';
import type { ComponentProps } from 'react';
import { cn } from '@/components/ui/cn';
import { usePages } from './administrator';
import { PLACE } from './nav';

export type AccountMenuProps = { email: string; name: string | null; sandboxUrl: string | null };

/** The button of the account's menu: who is signed in, and on a phone “More”. */
export function AccountButton({
  email,
  name,
  sandboxUrl: _,
  ...props
}: AccountMenuProps & Omit<ComponentProps<'button'>, keyof AccountMenuProps>) {
  const pathname = usePathname();
  const isInside = usePages().some((page) => !page.isDaily && page.href === pathname);
  return (
    <button
      type="button"
      {...props}
      className={cn(
        PLACE,
        isInside && 'max-md:font-semibold max-md:text-accent-text',
        'md:h-auto md:w-full md:gap-2.5 md:p-2 md:text-left',
      )}
    >
      <Ellipsis className="size-5 md:hidden" strokeWidth={isInside ? 2.1 : 1.75} aria-hidden="true" />
      <span className="md:hidden">More</span>
      <span className="sr-only max-md:hidden">Account: {email}</span>
      <span aria-hidden="true" className="flex min-w-0 flex-1 items-center gap-2.5 max-md:hidden">
        <span className="grid size-7 shrink-0 place-items-center rounded-full bg-accent font-semibold text-on-accent text-xs uppercase">
          {[...(name ?? email)][0]}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium text-[0.8125rem] text-ink leading-4">
            {name ?? email}
          </span>
          {name ? <span className="block truncate text-ink-faint text-xs leading-4">{email}</span> : null}
        </span>
        <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" />
      </span>
    </button>
  );
}
