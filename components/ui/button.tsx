import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const VARIANTS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover shadow-card',
  outline: 'border border-line-strong/70 bg-surface text-ink hover:border-line-strong hover:bg-sunken/60',
  ghost: 'text-ink-soft hover:bg-sunken hover:text-ink',
  danger: 'bg-record text-on-record shadow-card hover:bg-record/90',
  stage: 'bg-on-stage text-stage-2 hover:bg-white dark:text-stage-2',
} as const;

const SIZES = {
  sm: 'h-8 gap-1.5 rounded-lg px-2.5 text-[0.8125rem]',
  md: 'h-9 gap-2 rounded-lg px-3.5 text-sm',
  lg: 'h-12 gap-3 rounded-xl px-5 text-[0.9375rem]',
  icon: 'size-8 rounded-lg',
} as const;

type ButtonProps = ComponentProps<'button'> & {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  asChild?: boolean;
};

export function Button({ variant = 'outline', size = 'md', asChild, className, ...props }: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element
      {...(asChild ? {} : { type: 'button' as const })}
      className={cn(
        'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors duration-150 active:translate-y-px disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
      {...props}
    />
  );
}
