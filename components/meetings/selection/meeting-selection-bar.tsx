import { Button } from '@/components/ui/button';
import type { BotChoice } from '../bot-choice';
import { MOST_MEETINGS } from '../requests/set-bots';

type MeetingSelectionBarProps = {
  count: number;
  /** How many can be selected. */
  most: number;
  onAll: (all: boolean) => void;
  onChange: (choice: BotChoice) => void;
  onClear: () => void;
};

const CHOICES = [
  ['off', 'Turn off'],
  ['rules', 'Use rules'],
  ['on', 'Turn on'],
] as const;

/** The bar above the meetings while they are selected: how many are, and what can be done with their bots. */
export function MeetingSelectionBar({ count, most, onAll, onChange, onClear }: MeetingSelectionBarProps) {
  const isTooMany = count > MOST_MEETINGS;
  return (
    <section
      aria-label="Selected meetings"
      className="sticky top-(--bar) z-20 flex flex-wrap items-center gap-x-1.5 rounded-xl border border-line bg-surface px-2.5 text-[0.8125rem] shadow-float max-sm:mb-2 max-sm:pb-2 sm:-mb-10 sm:h-10 sm:pr-1"
    >
      <label className="-ml-1 flex size-11 cursor-pointer items-center justify-center sm:size-8">
        <input
          type="checkbox"
          aria-label="Select all meetings that are shown"
          // biome-ignore lint/a11y/noAutofocus: the button that was pressed went away.
          autoFocus={count === 0}
          checked={count > 0 && count === most}
          ref={(box) => {
            if (box) box.indeterminate = count > 0 && count < most;
          }}
          onChange={() => onAll(count < most)}
          className="size-4 accent-accent"
        />
      </label>
      <p aria-live="polite" className="times min-w-0 flex-1 truncate font-medium">
        {count > 0 ? `${count} selected` : 'Select meetings'}
        {isTooMany ? <span className="text-warn"> · at most {MOST_MEETINGS} at once</span> : null}
      </p>
      <div className="flex gap-1.5 max-sm:order-1 max-sm:w-full">
        {CHOICES.map(([choice, words]) => (
          <Button
            key={choice}
            size="sm"
            variant={choice === 'on' ? 'primary' : 'outline'}
            disabled={count === 0 || isTooMany}
            className="max-sm:h-10 max-sm:flex-1"
            onClick={() => onChange(choice)}
          >
            {words}
          </Button>
        ))}
      </div>
      <Button variant="ghost" size="sm" className="max-sm:h-11" onClick={onClear}>
        Done
      </Button>
    </section>
  );
}
