'use client';

import { Bot, CalendarCheck2, CalendarCog, CalendarDays, History, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';

const PLACES = [
  { href: '/meetings', label: 'Meetings', icon: CalendarDays },
  { href: '/bots', label: 'Bots', icon: Bot },
  { href: '/auto-schedule', label: 'Auto-schedule', icon: CalendarCheck2 },
  { href: '/calendars', label: 'Calendars', icon: CalendarCog },
  { href: '/activity', label: 'Activity', icon: History },
  { href: '/settings', label: 'Settings', icon: Settings },
];

/** The places of the product: a rail at the left, a bar at the bottom on a phone. */
export function Nav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="contents">
      {PLACES.map(({ href, label, icon: Icon }) => {
        const isHere = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            className={cn(
              'flex flex-1 flex-col items-center justify-center gap-0.5 rounded-lg text-[0.6875rem] text-ink-soft transition-colors hover:text-ink md:h-9 md:flex-none md:flex-row md:justify-start md:gap-3 md:px-2.5 md:text-sm md:hover:bg-sunken',
              isHere &&
                'font-semibold text-accent-text hover:text-accent-text md:bg-accent-soft md:hover:bg-accent-soft',
            )}
          >
            <Icon className="size-5 md:size-4.5" strokeWidth={isHere ? 2.1 : 1.75} aria-hidden="true" />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
