import { ago } from '@/components/time/format';
import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import type { CalendarHealth } from '@/lib/contract/health';

export type CalendarState = { label: string; dot: string; detail: string | null };

/** Returns the state of a calendar's sync, in a few words. */
export function stateOf(calendar: CalendarHealth, now: number): CalendarState {
  const { sync_enabled, mode, last_synced_at, sync_pending, last_sync_error, problems } = calendar;
  if (!sync_enabled) {
    return { label: isBlind(calendar) ? 'Cannot be synced' : 'Off', dot: 'bg-line-strong', detail: null };
  }
  const synced = last_synced_at ? `synced ${ago(last_synced_at, now)}` : null;
  if (last_sync_error) {
    const last = last_synced_at ? `last synced ${longAgo(last_synced_at, now)}` : null;
    return { label: 'Sync failed', dot: 'bg-danger', detail: last };
  }
  if (mode === 'off') return { label: 'Paused: reconnect the account', dot: 'bg-danger', detail: synced };
  if (!last_synced_at) return { label: 'Reading for the first time…', dot: 'bg-brass', detail: null };
  if (sync_pending) return { label: 'Reading changes…', dot: 'bg-accent', detail: synced };
  if (mode === 'poll') return { label: 'Checked every 5 min', dot: 'bg-brass', detail: synced };
  return { label: 'Live', dot: problems.length > 0 ? 'bg-brass' : 'bg-accent', detail: synced };
}

/** Returns how long ago a sync was; beside a failure, “just now” would read as if there were none. */
function longAgo(instant: string, now: number): string {
  return now - Date.parse(instant) < 90_000 ? 'less than 2 min ago' : ago(instant, now);
}

/** Whether Google shows only when a calendar is busy. */
export function isBlind({ accessRole }: Pick<CalendarHealth, 'accessRole'>): boolean {
  return !canBeRead(accessRole);
}

const ROLES: Record<string, string> = {
  owner: 'Owner',
  writer: 'Can edit',
  reader: 'Read-only',
  freeBusyReader: 'Busy times only',
};

export function roleOf(accessRole: string): string {
  return ROLES[accessRole] ?? 'Shared with you';
}
