import type { ReactNode } from 'react';
import { ZoneNote } from '@/components/time/display-provider';

type PageHeaderProps = { title: string; children?: ReactNode; actions?: ReactNode };

/** The bar at the top of a page: its title, and what concerns the page as a whole. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <header className="sticky top-0 z-20 -mx-4 flex h-(--bar) items-center gap-3 bg-paper px-4 sm:-mx-6 sm:px-6">
      <h1 className="font-semibold text-lg tracking-[-0.022em]">{title}</h1>
      <ZoneNote />
      {children}
      <div className="ml-auto flex items-center gap-1.5">{actions}</div>
    </header>
  );
}
