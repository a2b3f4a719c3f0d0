import type { CalendarHealthResponse } from '@/lib/contract/health';

type InngestServer = NonNullable<CalendarHealthResponse['inngest_server']>;

const MINUTE = 60_000;

/** Returns the sentence that says for how long an Inngest server that is away has not called. */
export function serverAway({ last_call_at }: InngestServer, now: number): string {
  if (last_call_at === null) return 'The Inngest server hasn’t called yet.';
  return `The Inngest server hasn’t called for ${timeSince(now - Date.parse(last_call_at))}.`;
}

/** Returns the sentence that says what that means: who runs the jobs, and until when. */
export function jobsRunHere({ last_call_at }: InngestServer): string {
  return `Usher runs its jobs itself until it ${last_call_at === null ? 'calls' : 'is back'}.`;
}

function timeSince(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE));
  if (minutes < 60) return count(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
