'use client';

import { Bot, CalendarCheck2, CalendarCog, CalendarDays, History, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';

const PLACES = [
  { href: '/meetings', label: 'Meetings', icon: CalendarDays },
  { href: '/bots', label: 'Bots', icon: Bot },
  { href: '/auto-schedule', label: 'Auto-schedule', short: 'Auto', icon: CalendarCheck2 },
  { href: '/calendars', label: 'Calendars', icon: CalendarCog },
  { href: '/activity', label: 'Activity', icon: History },
  { href: '/settings', label: 'Settings', icon: Settings },
];

/** The main navigation: at the left, and on a phone a bar at the bottom. */
export function Nav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="contents">
      {PLACES.map(({ href, label, short, icon: Icon }) => {
        const isHere = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-label={label}
            aria-current={isHere ? 'page' : undefined}
            className={cn(
              'flex flex-1 flex-col items-center justify-center gap-0.5 rounded-lg text-[0.625rem] text-ink-soft min-[24rem]:text-[0.6875rem] transition-colors hover:text-ink md:h-9 md:flex-none md:flex-row md:justify-start md:gap-3 md:px-2.5 md:text-sm md:hover:bg-sunken',
              isHere &&
                'font-semibold text-accent-text hover:text-accent-text md:bg-accent-soft md:hover:bg-accent-soft',
            )}
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
