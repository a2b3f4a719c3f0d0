import type { MeetingPlatform } from '@/lib/meeting-link/platform';

/**
 * Texts that hold a door to a meeting, as people and programs write them. Rooms, names and passcodes are invented;
 * the shapes are those of the source.
 */
export type LinkCases = {
  platform: MeetingPlatform;
  /** Where the shape was seen, or why the case is here. */
  source: string;
  /** The text, the address to join by (`=`: the text itself), and the room's key. */
  cases: [text: string, url: string, key: string][];
};

/** Texts without a door to a meeting. */
export type NoLinkCases = {
  source: string;
  cases: [text: string, reason: string][];
};
