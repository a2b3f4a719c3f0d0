/** The platforms a bot can join, with their shortest common names. */
export type MeetingPlatform = 'GMeet' | 'Zoom' | 'Teams' | 'Webex' | 'GoToMeeting' | 'BlueJeans' | 'Whereby';

/** A room recognised in an address. */
export type PlatformLink = {
  /** Same room → same text, whatever the form of the link. */
  linkId: string;
  /** The address to join by, when the one found is not fit for it. */
  url?: string;
};

export type Platform = {
  name: MeetingPlatform;
  prefix: string;
  /** Hosts; one that begins with a dot stands for all hosts below it as well. */
  hosts: string[];
  /** The room an address on these hosts leads to; null for every page that is not a door to a meeting. */
  recognise(url: URL): PlatformLink | null;
};
