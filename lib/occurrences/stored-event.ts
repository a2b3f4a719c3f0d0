import type { EventKind } from '@/lib/platform/database/generated/prisma/client';
import type { GoogleEvent } from './domain/google-event';

export type CalendarKey = { id: string; userId: string };

/** An event whose row was written, or found to be gone. */
export type StoredEvent = {
  id: string;
  googleEventId: string;
  kind: EventKind;
  recurringEventId: string | null;
};

export type WrittenEvent = StoredEvent & {
  /** It was not stored before. */
  isNew: boolean;
  /** It was, with this recurrence, which is another one now or none; else null. */
  ruleBefore: string[] | null;
  /** When it was deleted, where it is back now. */
  deletedSince: Date | null;
  chosenLinkKey: string | null;
  isDeleted: boolean;
  /** The resource as it is stored now; of a deleted event only the database knows it. */
  raw: GoogleEvent | null;
};

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

/**
 * Whether Google has dropped this exception: unlike a cancelled one it says nothing about its slot, which is the
 * series' own again.
 */
export function isDropped(row: { isDeleted: boolean; raw: unknown }): boolean {
  return row.isDeleted && resourceOf(row).status !== 'cancelled';
}
