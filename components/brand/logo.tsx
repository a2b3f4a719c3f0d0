import { cn } from '@/components/ui/cn';

/** The mark: a door held open, and the light that falls through it. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={cn('size-7 shrink-0', className)} aria-hidden="true">
      <rect width="32" height="32" rx="8.5" fill="#103c31" />
      <path d="M9 8.2a1.7 1.7 0 0 1 1.7-1.7H20v15.8l5 4.2H9z" fill="#e3b560" />
      <path d="M9 7.2 16.4 9.9a1 1 0 0 1 .66.94v13.7a1 1 0 0 1-1.26.97L9 23.6z" fill="#f5f1e6" />
      <circle cx="14.7" cy="17.2" r="1.05" fill="#103c31" />
    </svg>
  );
}

/** Mark and name. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2.5', className)}>
      <LogoMark />
      <span className="font-semibold text-[1.0625rem] tracking-[-0.03em]">Usher</span>
    </span>
  );
}
