import type { ReactNode } from 'react';
import { Banners } from '@/components/calendars/banners';
import { HealthIndicator } from '@/components/calendars/health-indicator';
import { ZoneNote } from '@/components/time/display-provider';

type PageHeaderProps = { title: string; children?: ReactNode; actions?: ReactNode };

/**
 * The bar at the top of a page: its title, whether it is up to date, and what concerns the page as a whole. Below it: what
 * is wrong with this installation.
 */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <>
      <header className="sticky top-0 z-20 -mx-4 flex h-(--bar) items-center gap-2 bg-paper px-4 sm:-mx-6 sm:px-6">
        <h1 className="font-semibold text-lg tracking-[-0.022em]">{title}</h1>
        <HealthIndicator />
        {children}
        <div className="ml-auto flex min-w-0 items-center gap-1.5">
          <ZoneNote />
          {actions}
        </div>
      </header>
      <Banners />
    </>
  );
}
