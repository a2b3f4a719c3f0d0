import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** One fact of a meeting: an icon that names it, and the fact. */
export function DetailLine({
  icon: Icon,
  label,
  children,
}: {
  icon: LucideIcon;
  label: string;
  children: ReactNode;
}) {
  return (
    <div className="flex gap-3">
      <Icon className="mt-0.5 size-4 shrink-0 text-ink-faint" strokeWidth={1.75} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <h3 className="sr-only">{label}</h3>
        {children}
      </div>
    </div>
  );
}
