import { cn } from '@/components/ui/cn';
import type { Operation } from '@/lib/contract/operations/operation';

const COLORS: Record<Operation['method'], string> = {
  GET: 'bg-blue-soft text-blue',
  POST: 'bg-accent-soft text-accent-text',
  PUT: 'bg-violet-soft text-violet',
  PATCH: 'bg-warn-soft text-warn',
  DELETE: 'bg-danger-soft text-danger',
};

export function Method({ method, className }: { method: Operation['method']; className?: string }) {
  return (
    <span
      className={cn(
        'inline-block rounded-md px-1.5 py-0.5 text-center font-mono font-semibold text-[0.6875rem] tracking-wide',
        COLORS[method],
        className,
      )}
    >
      {method}
    </span>
  );
}
