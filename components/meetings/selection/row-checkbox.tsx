'use client';

import { cn } from '@/components/ui/cn';
import { useIsSelected } from './meeting-selection';

type RowCheckboxProps = { eventId: string; title: string };

/** Selects a meeting. It is there while the row is pointed at or has the focus, and in all rows once one is selected. */
export function RowCheckbox({ eventId, title }: RowCheckboxProps) {
  const { isSelected, isSelecting, select } = useIsSelected(eventId);
  if (!select) return null;
  return (
    <label
      className={cn(
        'absolute inset-y-0 left-0 z-10 flex w-11 cursor-pointer select-none items-center justify-center sm:w-5 sm:justify-end',
        !isSelecting && 'opacity-0 focus-within:opacity-100 group-hover:opacity-100 max-sm:hidden',
      )}
    >
      <input
        type="checkbox"
        tabIndex={isSelecting ? 0 : -1}
        checked={isSelected}
        aria-label={`Select ${title}`}
        // Browsers report Shift only with the click that checks the box.
        onChange={({ nativeEvent }) =>
          select(eventId, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
        }
        className="size-4.5 accent-accent sm:size-3.5"
      />
    </label>
  );
}
