import type { MeetingPlatform } from '@/lib/meeting-link/platform';

/**
 * Texts with a meeting link, as people and programs write them. Ids, names and passcodes are invented; the shapes are
 * those of the source.
 */
export type LinkCases = {
  platform: MeetingPlatform;
  /** Where the shape was seen, or why the case is here. */
  source: string;
  /** The text, the address to join by (`=`: the text itself), and the link key. */
  cases: [text: string, url: string, key: string][];
};

/** Texts without a meeting link. */
export type NoLinkCases = {
  source: string;
  cases: [text: string, reason: string][];
};
