'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';
import { usePages } from './administrator';

/** The look of a place in the navigation: a row at the left, and on a phone a column of the bar at the bottom. */
export const PLACE =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 rounded-lg text-[0.6875rem] text-ink-soft transition-colors hover:text-ink md:h-9 md:flex-none md:flex-row md:justify-start md:gap-3 md:px-2.5 md:text-sm md:hover:bg-sunken';
export const PLACE_HERE =
  'font-semibold text-accent-text hover:text-accent-text md:bg-accent-soft md:hover:bg-accent-soft';

/** The main navigation: at the left, and on a phone a bar at the bottom with the pages of every day. */
export function Nav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="contents">
      {usePages().map(({ href, label, short, icon: Icon, isDaily }) => {
        const isHere = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-label={label}
            aria-current={isHere ? 'page' : undefined}
            className={cn(PLACE, !isDaily && 'max-md:hidden', isHere && PLACE_HERE)}
          >
            <Icon className="size-5 md:size-4.5" strokeWidth={isHere ? 2.1 : 1.75} aria-hidden="true" />
            <span className={cn(short && 'max-md:hidden')}>{label}</span>
            {short ? <span className="md:hidden">{short}</span> : null}
          </Link>
        );
      })}
    </nav>
  );
}
