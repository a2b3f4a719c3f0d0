'use client';

import { useId } from 'react';
import { switchState } from '@/components/bots/bot-state';
import { Switch } from '@/components/ui/switch';
import { Tooltip } from '@/components/ui/tooltip';
import type { CalendarEvent } from '@/lib/contract/events';
import { targetOf } from './bot-target';
import { viewOf } from './event-view';
import { type SetBot, usePendingChoice } from './requests/set-bot';

type BotSwitchProps = {
  event: CalendarEvent;
  now: number;
  onSetBot: SetBot;
  onStage?: boolean;
};

/** Turns the bot of one meeting on or off. While it is locked it says why. */
export function BotSwitch({ event, now, onSetBot, onStage }: BotSwitchProps) {
  const reasonId = useId();
  const { title } = viewOf(event);
  const pending = usePendingChoice(event.id);
  const { on, locked: lockedBecause } = switchState(event, now);
  const locked = pending ? null : lockedBecause;
  const control = (
    <Switch
      aria-label={`Bot for ${title}`}
      aria-disabled={locked !== null}
      aria-busy={pending !== null}
      aria-describedby={locked ? reasonId : undefined}
      checked={pending === 'on' || (pending !== 'off' && on)}
      onStage={onStage}
      onCheckedChange={(next) => onSetBot(targetOf(event), next ? 'on' : 'off')}
    />
  );
  if (!locked) return control;
  return (
    <>
      <Tooltip label={locked}>{control}</Tooltip>
      <span id={reasonId} className="sr-only">
        {locked}
      </span>
    </>
  );
}
