import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type MessageStateProps = {
  icon: LucideIcon;
  title: string;
  /** 1 where it is all that a page has. */
  level?: 1 | 2;
  children?: ReactNode;
  action?: ReactNode;
};

/** Stands in place of a list: when it is empty, has failed to load, or has no matches. */
export function MessageState({ icon: Icon, title, level = 2, children, action }: MessageStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-16 text-center">
      <span className="mb-4 grid size-12 place-items-center rounded-2xl border border-line bg-surface text-accent-text shadow-card">
        <Icon className="size-5" strokeWidth={1.75} aria-hidden="true" />
      </span>
      <Heading className="text-balance font-semibold text-base tracking-tight">{title}</Heading>
      {children ? <div className="mt-1.5 text-pretty text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  );
}
