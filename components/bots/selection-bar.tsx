import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';

type SelectionBarProps = {
  /** How many can be chosen. */
  count: number;
  /** How many are on duty: these can be called back, each by itself. */
  active: number;
  chosen: number;
  /** There are more bots than are on screen. */
  hasMore: boolean;
  onSelectAll: (all: boolean) => void;
  onCancel: () => void;
};

/** Stands on top of the bots: how many are chosen, and what can be done with them. */
export function SelectionBar({ count, active, chosen, hasMore, onSelectAll, onCancel }: SelectionBarProps) {
  return (
    <section
      aria-label="Chosen bots"
      className="sticky top-(--bar) z-20 flex h-12 items-center gap-2 rounded-t-xl border-line border-b bg-surface pr-2.5 text-[0.8125rem]"
    >
      <label className="-mr-2 flex h-full w-11 shrink-0 cursor-pointer items-center justify-center">
        <input
          type="checkbox"
          aria-label={hasMore ? 'Choose all bots that are shown' : 'Choose all bots'}
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
          <span className="font-medium text-ink">{chosen} chosen</span>
        ) : (
          <>
            {active > 0 ? `${active} under way, ` : null}
            {count}
            {hasMore ? '+' : ''} scheduled
          </>
        )}
      </p>
      {chosen > 0 ? (
        <>
          <Button size="sm" variant="ghost" onClick={() => onSelectAll(false)}>
            None
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
          <kbd className="font-mono">x</kbd> chooses, Shift-click a range
        </p>
      )}
    </section>
  );
}
