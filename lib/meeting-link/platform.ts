/** The platforms whose meetings a bot can join. */
export type MeetingPlatform = 'GMeet' | 'Zoom' | 'Teams' | 'Webex' | 'GoToMeeting' | 'BlueJeans' | 'Whereby';

/** Platforms in the order in which a person prefers them; empty: no preference. */
export type PlatformOrder = readonly MeetingPlatform[];

/** A meeting link, as its platform reads it. */
export type PlatformLink = {
  /** Names the meeting: the same for all forms of its link. */
  linkId: string;
  /** The address to join by, when it is another than the one found. */
  url?: string;
};

export type Platform = {
  name: MeetingPlatform;
  prefix: string;
  /** Hosts; one that begins with a dot means all hosts below it as well. */
  hosts: string[];
  /** Reads an address on these hosts; null when it is no meeting link. */
  recognize(url: URL): PlatformLink | null;
};

/** Returns what the first group of a pattern matches. */
export function firstGroup(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.[1];
}
