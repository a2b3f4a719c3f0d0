'use client';

import { X } from 'lucide-react';
import { memo } from 'react';
import { BotPlatform } from '@/components/platforms/platform-icon';
import { relativeDay, shortDate, timeOfDay, timesFrom } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { OpenMark } from '@/components/ui/open-mark';
import type { ScheduledBotRow } from '@/lib/contract/schedule';
import { SOURCES } from './bot-state';
import { BotStatePill } from './bot-state-pill';

type BotRowProps = {
  bot: ScheduledBotRow;
  now: number;
  onOpen: (botId: string) => void;
  /** The list has checkboxes, even if this bot cannot be selected. */
  hasCheckbox: boolean;
  isChosen: boolean;
  onSelect: (botId: string, isRange: boolean) => void;
  onCancel: (bot: ScheduledBotRow) => void;
};

export const BotRow = memo(function BotRow(props: BotRowProps) {
  const { bot, now, hasCheckbox, isChosen, onOpen, onSelect, onCancel } = props;
  const { event_id: eventId, title } = bot;
  const canCancel = bot.status === 'Scheduled';
  return (
    <li
      data-bot-id={bot.bot_id}
      data-event-id={eventId ?? undefined}
      className={cn(
        'relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 border-line border-b px-4 py-3 transition-colors [contain-intrinsic-size:auto_64px] [content-visibility:auto] last:rounded-b-xl last:border-b-0 hover:bg-sunken/45 has-[[data-row-button]:focus-visible]:outline-2 has-[[data-row-button]:focus-visible]:outline-accent has-[[data-row-button]:focus-visible]:-outline-offset-2 sm:grid-cols-[8rem_minmax(0,1fr)_auto_2rem] sm:py-2.5',
        hasCheckbox ? 'pl-11' : 'first:rounded-t-xl',
        isChosen && 'bg-accent-soft/45 hover:bg-accent-soft/65',
      )}
    >
      <OpenMark param="bot_id" id={bot.bot_id} />
      {hasCheckbox && canCancel ? (
        <label className="absolute inset-y-0 left-0 z-10 flex w-11 cursor-pointer select-none items-start justify-center pt-4 sm:items-center sm:pt-0">
          <input
            type="checkbox"
            checked={isChosen}
            aria-label={`Select the bot for ${title || 'No title'}`}
            // Browsers report Shift only with the click that checks the box.
            onChange={({ nativeEvent }) =>
              onSelect(bot.bot_id, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
            }
            className="size-4 accent-accent"
          />
        </label>
      ) : null}
      <p className="times text-ink-soft leading-5 max-sm:flex max-sm:flex-wrap max-sm:gap-x-1.5">
        <span className="block font-medium text-ink">
          {relativeDay(bot.meeting_start, now) ?? shortDate(bot.meeting_start)}
        </span>
        <span className="block text-ink-soft sm:text-xs sm:leading-4">
          {timesFrom(bot.meeting_start, bot.meeting_end)}
        </span>
      </p>
      <div className={cn('min-w-0 max-sm:order-1', !canCancel && 'max-sm:col-span-2')}>
        <button
          type="button"
          data-row-button
          dir="auto"
          onClick={({ shiftKey, ctrlKey, metaKey }) =>
            hasCheckbox && canCancel && (shiftKey || ctrlKey || metaKey)
              ? onSelect(bot.bot_id, shiftKey)
              : onOpen(bot.bot_id)
          }
          className="wrap-anywhere block max-w-full text-left font-medium leading-5 outline-none @2xl:truncate before:absolute before:inset-0 before:content-['']"
        >
          {title || 'No title'}
        </button>
        <p className="flex flex-wrap items-center gap-x-1.5 text-ink-soft text-xs leading-5 @2xl:gap-x-0">
          <BotPlatform platform={bot.platform} />
          <span className="text-ink-faint">
            <span className="whitespace-pre @max-2xl:hidden"> · </span>
            <span dir="auto">{bot.bot_username}</span> · {SOURCES[bot.source]}
            {bot.sent_at ? <span className="times"> · sent at {timeOfDay(bot.sent_at)}</span> : null}
          </span>
        </p>
        {bot.status_reason ? (
          <p className="text-pretty text-ink-faint text-xs leading-4">{bot.status_reason}</p>
        ) : null}
      </div>
      <span className={cn('flex justify-end', !canCancel && 'sm:col-span-2')}>
        <BotStatePill
          status={bot.status}
          time={Date.parse(bot.scheduled_join_time) > now ? timeOfDay(bot.scheduled_join_time) : undefined}
          reason={bot.status_reason}
        />
      </span>
      {canCancel ? (
        <Button
          variant="ghost"
          size="icon"
          className="relative print:invisible hover:bg-danger-soft hover:text-danger max-sm:order-2 max-sm:justify-self-end"
          aria-label={`Cancel the bot for ${title || 'No title'}`}
          title="Cancel this bot"
          onClick={() => onCancel(bot)}
        >
          <X aria-hidden="true" />
        </Button>
      ) : null}
    </li>
  );
});
