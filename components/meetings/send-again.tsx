'use client';

import { RotateCcw } from 'lucide-react';
import { canSendAgainTo } from '@/components/bots/bot-state';
import { Button } from '@/components/ui/button';
import type { CalendarEvent } from '@/lib/contract/events';
import { targetOf } from './bot-target';
import { viewOf } from './event-view';
import type { SetBot } from './requests/set-bot';

type SendAgainProps = {
  event: CalendarEvent;
  now: number;
  onSetBot: SetBot;
  className?: string;
};

/** Sends the bot of a meeting again that did not get in, while the meeting runs; nothing otherwise. */
export function SendAgain({ event, now, onSetBot, className }: SendAgainProps) {
  if (!canSendAgainTo(event, now)) return null;
  return (
    <Button
      size="sm"
      className={className}
      aria-label={`Send the bot for ${viewOf(event).title} again`}
      onClick={() => onSetBot(targetOf(event), 'on')}
    >
      <RotateCcw aria-hidden="true" />
      Send again
    </Button>
  );
}
