import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { focusMain } from '@/components/shell/focus-main';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/** The look of every filter: a pill, filled while the filter is on. */
const CHIP =
  'inline-flex h-8 min-w-0 shrink-0 items-center gap-1.5 rounded-full border border-line-strong/70 bg-surface px-3 text-[0.8125rem] text-ink-soft transition-colors hover:border-line-strong hover:text-ink max-sm:h-9 [&_svg]:size-3.5 [&_svg]:shrink-0';
const ON =
  'border-accent/35 bg-accent-soft font-medium text-accent-text hover:border-accent/60 hover:text-accent-text';

/** The filters of a page. On a phone they stand in one line that scrolls. */
export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A fieldset cannot be laid out as a line in every browser.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="group"
      aria-label={label}
      className="flex min-w-0 items-center gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 max-sm:[scrollbar-width:none] sm:flex-wrap"
    >
      {children}
    </div>
  );
}

type ToggleChipProps = {
  isOn: boolean;
  count?: number | undefined;
  onToggle: () => void;
  children: ReactNode;
};

/** A filter that is on or off, with how many rows it would leave. */
export function ToggleChip({ isOn, count, onToggle, children }: ToggleChipProps) {
  return (
    <button type="button" aria-pressed={isOn} onClick={onToggle} className={cn(CHIP, isOn && ON)}>
      {children}
      {count === undefined ? null : (
        <span className={cn('times text-xs', isOn ? 'text-accent-text' : 'text-ink-faint')}>{count}</span>
      )}
      {isOn ? <X aria-hidden="true" /> : null}
    </button>
  );
}

/** The part of a chip that opens its choices. `isOn` joins it to the button that removes the filter. */
export function ChipTrigger({ isOn, className, ...props }: ComponentProps<'button'> & { isOn: boolean }) {
  return (
    <button
      type="button"
      className={cn(CHIP, isOn && ON, isOn && 'rounded-r-none border-r-0 pr-1.5', className)}
      {...props}
    />
  );
}

/** Removes one filter; stands beside its chip, to which the focus goes. */
export function ChipRemove({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={({ currentTarget }) => {
        const chip = currentTarget.previousElementSibling;
        if (chip instanceof HTMLElement) chip.focus({ preventScroll: true });
        onRemove();
      }}
      className={cn(CHIP, ON, 'rounded-l-none border-l-0 pr-2.5 pl-1')}
    >
      <X aria-hidden="true" />
    </button>
  );
}

/** Removes all filters, and itself with them: the focus goes to the content. */
export function ClearAll({ onClear }: { onClear: () => void }) {
  return (
    <Button
      size="sm"
      variant="ghost"
      className="rounded-full max-sm:h-9"
      onClick={() => {
        onClear();
        focusMain();
      }}
    >
      Clear all
    </Button>
  );
}
