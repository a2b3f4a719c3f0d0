import {
  Ban,
  Check,
  CircleAlert,
  Clock,
  DoorOpen,
  EyeOff,
  Hourglass,
  type LucideIcon,
  X,
} from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { BotStatusName } from '@/lib/contract/events';
import { STATUS_LABELS } from './bot-state';

const QUIET = 'bg-sunken text-ink-soft';
const BAD = 'bg-danger-soft text-danger';

const LOOKS: Record<BotStatusName, { className: string; icon: LucideIcon | 'beacon' }> = {
  Scheduled: { className: 'bg-accent-soft text-accent-text', icon: Clock },
  Joining: { className: 'bg-blue-soft text-blue', icon: 'beacon' },
  WaitingRoom: { className: 'bg-warn-soft text-warn', icon: Hourglass },
  InMeeting: { className: 'bg-violet-soft text-violet', icon: 'beacon' },
  Recording: { className: 'bg-record text-on-record', icon: 'beacon' },
  Leaving: { className: 'bg-blue-soft text-blue', icon: DoorOpen },
  Done: { className: QUIET, icon: Check },
  Cancelled: { className: 'border border-line-strong text-ink-faint', icon: X },
  Denied: { className: BAD, icon: Ban },
  NotAllowed: { className: BAD, icon: Ban },
  Error: { className: BAD, icon: CircleAlert },
  Missed: { className: 'bg-warn-soft text-warn', icon: EyeOff },
};

/** Returns the colors of a state, as classes. */
export function stateColors(status: BotStatusName): string {
  return LOOKS[status].className;
}

/** The shape of a state. */
export function StateIcon({ status }: { status: BotStatusName }) {
  const { icon: Icon } = LOOKS[status];
  if (Icon !== 'beacon') return <Icon strokeWidth={2.25} aria-hidden="true" />;
  return <span aria-hidden="true" className="size-1.5 animate-beacon rounded-full bg-current" />;
}

const PILL =
  'times inline-flex h-[1.375rem] shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0';

type BotStatePillProps = { status: BotStatusName; time?: string; reason?: string | null; label?: string };

/**
 * The state of a bot: a word, a shape and a color. `time` is the join time, shown until the bot is sent;
 * `label` replaces the word where the state alone would mislead.
 */
export function BotStatePill({ status, time, reason, label }: BotStatePillProps) {
  // Its provider has refused it for now, and says why.
  const waits = status === 'Scheduled' && Boolean(reason);
  return (
    <span data-bot-status={status} className={cn(PILL, stateColors(status))} title={reason ?? undefined}>
      <StateIcon status={status} />
      {label ?? (waits ? 'Waiting' : STATUS_LABELS[status])}
      {status === 'Scheduled' && time && !waits ? ` ${time}` : null}
    </span>
  );
}

/** A change of a bot that the server has not confirmed yet. */
export function PendingPill({ children }: { children: string }) {
  return (
    <span
      className={cn(
        PILL,
        'border border-line-strong border-dashed bg-surface text-ink-soft [&_svg]:animate-pulse',
      )}
    >
      <Clock strokeWidth={2.25} aria-hidden="true" />
      {children}
    </span>
  );
}

/** The state of a bot that will be scheduled, but is not yet. */
export function WillBeScheduledPill() {
  return (
    <span className={cn(PILL, 'border border-accent-text/45 border-dashed bg-surface text-accent-text')}>
      <Clock strokeWidth={2.25} aria-hidden="true" />
      Will be scheduled
    </span>
  );
}
