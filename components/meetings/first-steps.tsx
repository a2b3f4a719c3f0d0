'use client';

import { Check, X } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useRef, useState } from 'react';
import { useAutoSchedule } from '@/components/auto-schedule/requests/get-settings';
import { latestBot, WHEREABOUTS } from '@/components/bots/bot-state';
import { useHasBots } from '@/components/bots/requests/list-bots';
import { firstSyncOf, readingInWords } from '@/components/calendars/first-sync';
import type { useHealth } from '@/components/calendars/requests/get-health';
import { counted } from '@/components/counted';
import { focusMain } from '@/components/shell/focus-main';
import { relativeDay, shortDate, timeOfDay } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { onDemand, useHasOpened } from '@/components/ui/on-demand';
import type { AutoScheduleSettings } from '@/lib/contract/auto-schedule';
import type { CalendarEvent } from '@/lib/contract/events';
import { firstWithBot, meetingForFirstBot } from './agenda-model';
import { targetOf } from './bot-target';
import { viewOf } from './event-view';
import type { SetBot } from './requests/set-bot';

const TurnOnDialog = onDemand(() =>
  import('@/components/auto-schedule/turn-on-dialog').then((module) => module.TurnOnDialog),
);

type FirstStepsProps = {
  events: CalendarEvent[];
  health: ReturnType<typeof useHealth>['data'];
  /** Rounded to the minute. */
  now: number;
  onSetBot: SetBot;
};

/** Remembers in this browser that a person skipped the steps. */
const skippedKey = (health: NonNullable<FirstStepsProps['health']>) =>
  `first-steps-skipped:${health.connections[0]?.id ?? ''}`;

/**
 * The steps from sign-in to the first bot, for people who never had one, until they skip them. They stay for the rest of the
 * visit, so that the last check mark is seen.
 */
export function FirstSteps({ events, health, now, onSetBot }: FirstStepsProps) {
  const { data: settings } = useAutoSchedule();
  const scheduled = firstWithBot(events);
  const hasBots = useHasBots(!scheduled && settings?.auto_schedule_enabled === false).data;
  const [shown, setShown] = useState<'not yet' | 'shown' | 'closed'>('not yet');
  const section = useRef<HTMLElement>(null);
  if (shown === 'not yet' && hasBots === false) setShown('shown');
  if (shown !== 'shown' || !settings || !health) return null;
  if (isSkipped(skippedKey(health))) return null;

  const progress = firstSyncOf(health);
  const isRead = progress.calendars > 0 && !progress.isReading;
  const isDone = scheduled !== null || settings.auto_schedule_enabled;
  // The pressed button goes away; the keyboard's focus stays within the section.
  const send: FirstStepsProps['onSetBot'] = (target, choice) => {
    onSetBot(target, choice);
    section.current?.focus({ preventScroll: true });
  };
  const close = () => {
    if (!isDone) skip(skippedKey(health));
    setShown('closed');
    focusMain();
  };
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label="First steps"
      className="@container mb-5 rounded-2xl border border-line bg-surface p-4 shadow-card sm:px-5"
    >
      <div className="flex h-8 items-center justify-between gap-3">
        <h2 className="font-semibold text-[0.9375rem] tracking-tight">
          {isDone ? 'You’re all set' : 'Three steps to your first bot'}
        </h2>
        {isDone ? (
          <Button variant="ghost" size="icon" aria-label="Close first steps" onClick={close}>
            <X aria-hidden="true" />
          </Button>
        ) : (
          <Button variant="ghost" size="sm" onClick={close}>
            Skip
          </Button>
        )}
      </div>
      <ol className="mt-2 grid gap-x-6 gap-y-3 @2xl:grid-cols-3">
        <Step number={1} title="Sign in with Google" isDone>
          Read-only. Usher never changes your calendar.
        </Step>
        <Step number={2} title="Sync your calendars" isDone={isRead}>
          {isRead ? (
            <>
              {counted(progress.calendars, 'calendar')} synced.{' '}
              <TextLink href="/calendars">Choose others</TextLink>
            </>
          ) : progress.isReading ? (
            <span role="status" className="times">
              {readingInWords(progress)}
            </span>
          ) : (
            <TextLink href="/calendars">Choose calendars</TextLink>
          )}
        </Step>
        <Step number={3} title="Send a bot to a meeting" isDone={isDone}>
          <SendABot
            {...{ events, now, scheduled, settings, isReading: progress.isReading }}
            onSetBot={send}
          />
        </Step>
      </ol>
    </section>
  );
}

function isSkipped(key: string): boolean {
  try {
    return window.localStorage.getItem(key) !== null;
  } catch {
    // The browser stores nothing for this page.
    return false;
  }
}

function skip(key: string): void {
  try {
    window.localStorage.setItem(key, '1');
  } catch {
    // They are skipped for this visit.
  }
}

type SendABotProps = Omit<FirstStepsProps, 'health'> & {
  scheduled: CalendarEvent | null;
  settings: AutoScheduleSettings;
  isReading: boolean;
};

function SendABot({ events, now, onSetBot, scheduled, settings, isReading }: SendABotProps) {
  const [isChoosing, setIsChoosing] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const hasAsked = useHasOpened(isAsking);
  const bot = scheduled && latestBot(scheduled);
  const where = bot && WHEREABOUTS[bot.status];
  if (scheduled && where) {
    return (
      <>
        {where} <Title of={scheduled} />
        {bot.status === 'Scheduled' ? ` ${whenOf(bot.scheduled_join_time, now)}` : null}.
      </>
    );
  }
  if (settings.auto_schedule_enabled) return 'Auto-schedule is on: it schedules bots for the next 24 hours.';
  const offered = meetingForFirstBot(events, now);

  if (!offered && isReading) return 'You can choose once your meetings are loaded.';
  if (!offered) {
    return (
      <>
        None of your upcoming meetings has a video link yet.{' '}
        <TextLink href="/auto-schedule">Turn on auto-schedule</TextLink> to cover new ones.
      </>
    );
  }
  if (isChoosing) {
    return (
      <>
        <span className="wrap-anywhere block">
          Turn a bot on for any meeting below, or start with <Title of={offered} />,{' '}
          {whenOf(offered.start_time, now)}.
        </span>
        <Button
          variant="primary"
          size="sm"
          autoFocus
          className="mt-1.5"
          onClick={() => onSetBot(targetOf(offered), 'on')}
        >
          Send a bot
        </Button>
      </>
    );
  }
  return (
    <>
      <span className="mt-1 flex flex-wrap gap-1.5">
        <Button variant="primary" size="sm" onClick={() => setIsAsking(true)}>
          All my meetings with a link
        </Button>
        <Button size="sm" onClick={() => setIsChoosing(true)}>
          I’ll choose myself
        </Button>
      </span>
      {hasAsked ? (
        <TurnOnDialog open={isAsking} rules={settings.rules} onClose={() => setIsAsking(false)} />
      ) : null}
    </>
  );
}

function Title({ of: event }: { of: CalendarEvent }) {
  return <bdi className="font-medium text-ink">{viewOf(event).title}</bdi>;
}

function whenOf(instant: string, now: number): string {
  const day = relativeDay(instant, now);
  if (day === 'Today') return `at ${timeOfDay(instant)}`;
  return `${day?.toLowerCase() ?? `on ${shortDate(instant)}`} at ${timeOfDay(instant)}`;
}

type StepProps = { number: number; title: string; isDone: boolean; children: ReactNode };

function Step({ number, title, isDone, children }: StepProps) {
  return (
    <li className="flex min-w-0 gap-2.5">
      <span
        aria-hidden="true"
        className={cn(
          'mt-px grid size-5 shrink-0 place-items-center rounded-full font-semibold text-[0.6875rem]',
          isDone ? 'bg-accent text-on-accent' : 'border border-line-strong text-ink-soft',
        )}
      >
        {isDone ? <Check className="size-3.5" strokeWidth={2.5} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="font-medium text-[0.8125rem] leading-5.5">
          {title}
          {isDone ? <span className="sr-only"> (done)</span> : null}
        </h3>
        <div className="text-pretty text-[0.8125rem] text-ink-soft leading-5">{children}</div>
      </div>
    </li>
  );
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="font-medium text-accent-text decoration-accent-text/50 underline-offset-2 hover:underline"
    >
      {children}
    </Link>
  );
}
