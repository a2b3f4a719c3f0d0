import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';

type SelectionBarProps = {
  /** How many can be selected. */
  count: number;
  /** How many are active: these are recalled one by one, on their own rows. */
  active: number;
  chosen: number;
  /** There are more bots than are on screen. */
  hasMore: boolean;
  onSelectAll: (all: boolean) => void;
  onCancel: () => void;
};

/** The bar above the bots: how many are selected, and what can be done with them. */
export function SelectionBar({ count, active, chosen, hasMore, onSelectAll, onCancel }: SelectionBarProps) {
  return (
    <section
      aria-label="Selected bots"
      className="print:hidden sticky top-(--bar) z-20 flex h-12 items-center gap-2 rounded-t-xl border-line border-b bg-surface pr-2.5 text-[0.8125rem]"
    >
      <label className="-mr-2 flex h-full w-11 shrink-0 cursor-pointer items-center justify-center">
        <input
          type="checkbox"
          aria-label={hasMore ? 'Select all bots that are shown' : 'Select all bots'}
          disabled={count === 0}
          checked={chosen > 0 && chosen === count}
          ref={(box) => {
            if (box) box.indeterminate = chosen > 0 && chosen < count;
          }}
          onChange={() => onSelectAll(chosen < count)}
          className="size-4 accent-accent"
        />
      </label>
      <p aria-live="polite" className="times min-w-0 flex-1 truncate pl-2 text-ink-soft">
        {chosen > 0 ? (
          <span className="font-medium text-ink">{chosen} selected</span>
        ) : (
          <>
            {active > 0 ? `${active} active,  ` : null}
            {count}
            {hasMore ? '+' : ''} scheduled
          </>
        )}
      </p>
      {chosen > 0 ? (
        <>
          <Button size="sm" variant="ghost" onClick={() => onSelectAll(false)}>
            Clear
          </Button>
          <Button
            size="sm"
            className="hover:border-danger/40 hover:bg-danger-soft hover:text-danger"
            onClick={onCancel}
          >
            <X aria-hidden="true" />
            {chosen === 1 ? 'Cancel bot' : `Cancel ${chosen} bots`}
          </Button>
        </>
      ) : (
        <p aria-hidden="true" className="pr-2 text-ink-faint text-xs max-md:hidden">
          Press <kbd className="font-sans">x</kbd> to select, Shift-click for a range
        </p>
      )}
    </section>
  );
}
