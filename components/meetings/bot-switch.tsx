'use client';

import { useId } from 'react';
import { switchState } from '@/components/bots/bot-state';
import { Switch } from '@/components/ui/switch';
import { Tooltip } from '@/components/ui/tooltip';
import type { CalendarEvent } from '@/lib/contract/events';
import { type BotTarget, targetOf } from './bot-target';
import { viewOf } from './event-view';

type BotSwitchProps = {
  event: CalendarEvent;
  now: number;
  onSetBot: (target: BotTarget, on: boolean) => void;
  onStage?: boolean;
};

/** Switches the bot of one meeting on or off. While it is locked it says why. */
export function BotSwitch({ event, now, onSetBot, onStage }: BotSwitchProps) {
  const reasonId = useId();
  const { title } = viewOf(event);
  const { on, locked } = switchState(event, now);
  const control = (
    <Switch
      aria-label={`Bot for ${title}`}
      aria-disabled={locked !== null}
      aria-describedby={locked ? reasonId : undefined}
      checked={on}
      onStage={onStage}
      onCheckedChange={(next) => onSetBot(targetOf(event), next)}
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
