import type { GoogleEvent } from '@/lib/domain/google-event';

/** Google's resource as a stored event keeps it; a deleted one keeps what was known before. */
export function resourceOf(row: { raw: unknown }): GoogleEvent {
  return row.raw as GoogleEvent;
}

/** The same, and whether the event is deleted, as Google tells it: by its status. */
export function currentResource(row: { raw: unknown; isDeleted: boolean }): GoogleEvent {
  return row.isDeleted ? { ...resourceOf(row), status: 'cancelled' } : resourceOf(row);
}

/** What a stored event is called. */
export function titleOf(row: { raw: unknown }): string {
  return resourceOf(row).summary ?? NO_TITLE;
}

/** What a meeting is called that has no title; Google then sends none. */
export const NO_TITLE = '(No title)';
