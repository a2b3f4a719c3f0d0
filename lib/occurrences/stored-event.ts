import type { EventKind } from '@/lib/platform/database/generated/prisma/client';
import type { GoogleEvent } from './domain/google-event';
import { soundEvent, soundFields, titleText } from './domain/sound-event';

export type CalendarKey = { id: string; userId: string };

/** An event whose row was written, or that was found to be deleted. */
export type StoredEvent = {
  id: string;
  googleEventId: string;
  kind: EventKind;
  recurringEventId: string | null;
};

export type WrittenEvent = StoredEvent & {
  /** It was not stored before. */
  isNew: boolean;
  /** The recurrence that it was stored with, where that has changed; else null. */
  ruleBefore: string[] | null;
  /** When it was deleted, where it exists again; else null. */
  deletedSince: Date | null;
  chosenLinkKey: string | null;
  /** Another event of the user may have its iCalUID, deleted ones included. */
  hasSharedName: boolean;
  isDeleted: boolean;
  /** The resource as it is stored now; null for a deleted event, whose resource only the database knows. */
  raw: GoogleEvent | null;
};

/**
 * Returns Google's resource of a stored event. It was checked when it came from Google, and is checked again, since an older
 * release may have stored what this one does not expect. A deleted event has the resource that was known before.
 */
export function resourceOf(row: { raw: unknown }): GoogleEvent {
  return soundEvent(row.raw) ?? { ...soundFields(row.raw), id: '' };
}

/**
 * Returns Google's resource of a stored event, with the status of a canceled one where the event is deleted.
 */
export function currentResource(row: { raw: unknown; isDeleted: boolean }): GoogleEvent {
  const resource = resourceOf(row);
  return row.isDeleted ? { ...resource, status: 'cancelled' } : resource;
}

/** Returns the title of a stored event. */
export function titleOf(row: { raw: unknown }): string {
  return titleText(resourceOf(row).summary) ?? NO_TITLE;
}

/** The title of a meeting for which Google sends none. */
export const NO_TITLE = '(No title)';

/**
 * Returns whether Google has dropped this exception. Unlike a canceled one it says nothing about its slot,
 * which belongs to the series again.
 */
export function isDropped(row: { isDeleted: boolean; raw: unknown }): boolean {
  return row.isDeleted && resourceOf(row).status !== 'cancelled';
}
