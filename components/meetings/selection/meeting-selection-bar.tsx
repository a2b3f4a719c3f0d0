import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { BotChoice } from '../bot-choice';
import { MOST_MEETINGS } from '../requests/set-bots';

type MeetingSelectionBarProps = {
  count: number;
  onChange: (choice: BotChoice) => void;
  onClear: () => void;
};

/** The bar above the meetings while some are selected: how many, and what can be done with their bots. */
export function MeetingSelectionBar({ count, onChange, onClear }: MeetingSelectionBarProps) {
  const isTooMany = count > MOST_MEETINGS;
  return (
    <section
      aria-label="Selected meetings"
      className="-mb-12 sticky top-(--bar) z-20 flex h-12 items-center gap-1.5 rounded-xl border border-line bg-surface px-2.5 text-[0.8125rem] shadow-float"
    >
      <Button variant="ghost" size="icon" aria-label="Clear the selection" onClick={onClear}>
        <X aria-hidden="true" />
      </Button>
      <p aria-live="polite" className="times min-w-0 flex-1 truncate font-medium">
        {count} selected
        {isTooMany ? <span className="text-warn"> · at most {MOST_MEETINGS} at once</span> : null}
      </p>
      <Button size="sm" disabled={isTooMany} onClick={() => onChange('off')}>
        Turn off
      </Button>
      <Button size="sm" disabled={isTooMany} onClick={() => onChange('rules')}>
        Use rules
      </Button>
      <Button variant="primary" size="sm" disabled={isTooMany} onClick={() => onChange('on')}>
        Turn on
      </Button>
    </section>
  );
}
