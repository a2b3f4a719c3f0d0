'use client';

import { CalendarDays, RotateCcw, X } from 'lucide-react';
import { useEffect } from 'react';
import { Timeline } from '@/components/activity/timeline';
import { BotPlatform } from '@/components/platforms/platform-icon';
import { useNow } from '@/components/time/clock';
import { longDate, relativeDay, timeOfDay, timesFrom } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { SheetTitle, SheetTop } from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import type { BotWithTimeline, ScheduledBotRow } from '@/lib/contract/schedule';
import { canSendAgain, SOURCES, STATUS_LABELS } from '../bot-state';
import { BotStatePill } from '../bot-state-pill';
import { useCancelBots } from '../requests/cancel-bots';
import { useSendAgain } from '../requests/send-again';
import { BotEditor } from './bot-editor';
import { BotFacts } from './bot-facts';
import { useBotEdits } from './use-bot-edits';

type BotDetailsProps = {
  bot: BotWithTimeline;
  onEdited: (edited: boolean) => void;
  onClose: () => void;
  onOpenMeeting: ((bot: ScheduledBotRow) => void) | undefined;
};

export function BotDetails({ bot, onEdited, onClose, onOpenMeeting }: BotDetailsProps) {
  const now = useNow('minute') ?? 0;
  const edits = useBotEdits(bot);
  const cancelBots = useCancelBots();
  const sendAgain = useSendAgain();
  const isEditable = bot.status === 'Scheduled';
  const isEdited = isEditable && edits.isChanged;
  useEffect(() => onEdited(isEdited), [onEdited, isEdited]);
  return (
    <>
      <SheetTop className="pl-4 sm:pl-6">
        <BotPlatform platform={bot.platform} />
        <span className="times">
          {relativeDay(bot.meeting_start, now) ?? longDate(bot.meeting_start)},{' '}
          {timesFrom(bot.meeting_start, bot.meeting_end)}
        </span>
      </SheetTop>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain">
        <div className="border-line border-b px-4 pb-4 sm:px-6">
          <SheetTitle
            dir="auto"
            className="wrap-anywhere line-clamp-3 text-pretty font-semibold text-lg leading-6 tracking-[-0.018em]"
          >
            <span className="sr-only">Bot for </span>
            {bot.title || 'No title'}
          </SheetTitle>
          <div className="mt-3 flex flex-wrap items-center gap-x-2.5 gap-y-2">
            <p className="flex flex-1 items-center gap-2.5 whitespace-nowrap text-ink-faint text-xs">
              <BotStatePill
                status={bot.status}
                time={timeOfDay(bot.scheduled_join_time)}
                reason={bot.status_reason}
              />
              {SOURCES[bot.source]}
            </p>
            <div className="flex gap-2">
              {onOpenMeeting && bot.event_id ? (
                <Button size="sm" onClick={() => onOpenMeeting(bot)}>
                  <CalendarDays aria-hidden="true" />
                  Meeting
                </Button>
              ) : null}
              {bot.event_id &&
              canSendAgain(bot.status, { start: bot.meeting_start, end: bot.meeting_end }, now) ? (
                <Button size="sm" disabled={sendAgain.isPending} onClick={() => sendAgain.mutate(bot)}>
                  <RotateCcw aria-hidden="true" />
                  Send again
                </Button>
              ) : null}
              {isEditable ? (
                <Button
                  size="sm"
                  className="hover:border-danger/40 hover:bg-danger-soft hover:text-danger"
                  onClick={() => {
                    onClose();
                    cancelBots([bot]);
                  }}
                >
                  <X aria-hidden="true" />
                  Cancel bot
                </Button>
              ) : null}
            </div>
          </div>
          {bot.status_reason ? (
            <p className="wrap-anywhere mt-2.5 text-pretty text-[0.8125rem] text-ink-soft">
              {bot.status_reason}
            </p>
          ) : null}
        </div>
        {isEditable ? (
          <BotEditor bot={bot} edits={edits} />
        ) : (
          <>
            {edits.isChanged ? (
              <div
                role="alert"
                className="mx-4 mt-4 rounded-xl bg-warn-soft px-4 py-3 text-[0.8125rem] sm:mx-6"
              >
                <p className="font-medium text-warn">Your changes were not saved</p>
                <p className="mt-0.5 text-pretty text-ink">
                  The bot is “{STATUS_LABELS[bot.status]}” now, and only scheduled bots can be changed. Its
                  settings are below.
                </p>
                <Button size="sm" className="mt-2.5" onClick={edits.discard}>
                  Got it
                </Button>
              </div>
            ) : null}
            <BotFacts bot={bot} />
          </>
        )}
        <section aria-labelledby="bot-timeline" className="border-line border-t px-4 py-4 sm:px-6">
          <h2 id="bot-timeline" className="mb-2 font-semibold leading-5 tracking-tight">
            History
          </h2>
          {bot.timeline.length > 0 ? (
            <Timeline entries={[...bot.timeline].reverse()} now={now} />
          ) : (
            <Skeleton className="h-12 w-3/4" />
          )}
        </section>
      </div>
    </>
  );
}
