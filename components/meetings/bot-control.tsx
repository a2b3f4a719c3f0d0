'use client';

import { bookedOrActiveBot } from '@/components/bots/bot-state';
import type { CalendarEvent } from '@/lib/contract/events';
import { choiceOf } from './bot-choice';
import { targetOf } from './bot-target';
import { ChoiceGroup } from './choice-group';
import { viewOf } from './event-view';
import { type SetBot, usePendingChoice } from './requests/set-bot';

type BotControlProps = { event: CalendarEvent; now: number; onSetBot: SetBot };

/** The choice that a meeting's switch makes too, and the one between: that the rules decide. Nothing once it is over. */
export function BotControl({ event, now, onSetBot }: BotControlProps) {
  const pending = usePendingChoice(event.id);
  const isOver = event.is_deleted || Date.parse(event.end_time) <= now;
  if (isOver && !bookedOrActiveBot(event)) return null;
  return (
    <ChoiceGroup
      label={`Bot for ${viewOf(event).title}`}
      value={pending ?? choiceOf(event)}
      rulesLabel={event.overrides.series ? 'Follow series' : 'Use rules'}
      isBusy={pending !== null}
      onChange={(choice) => onSetBot(targetOf(event), choice)}
    />
  );
}
