import type { MeetingPlatform } from '@/lib/meeting-link/platform';
import { LOOK_ALIKES } from './look-alikes';
import { MAILS_OTHERS } from './mails-others';
import { MAILS_ZOOM_MEET } from './mails-zoom-meet';
import { OTHERS } from './others';
import { PAGES } from './pages';
import { PLACES } from './places';
import { REWRITTEN, WRONG } from './rewriters';
import { TEAMS } from './teams';
import { WRAPPED } from './wrapped';
import { WRITTEN } from './written';
import { ZOOM } from './zoom';

/** A text, and the meeting link that must be found in it. */
export type Positive = {
  text: string;
  url: string;
  platform: MeetingPlatform;
  key: string;
  source: string;
};

/** A text in which no meeting link must be found, and why. */
export type Negative = { text: string; reason: string; source: string };

export const POSITIVES: Positive[] = [
  ...ZOOM,
  ...TEAMS,
  ...OTHERS,
  ...WRAPPED,
  ...REWRITTEN,
  ...WRONG,
  ...WRITTEN,
  ...MAILS_ZOOM_MEET,
  ...MAILS_OTHERS,
  ...PLACES,
].flatMap(({ platform, source, cases }) =>
  cases.map(([text, url, key]) => ({ text, url: url === '=' ? text : url, platform, key, source })),
);

export const NEGATIVES: Negative[] = [...LOOK_ALIKES, ...PAGES].flatMap(({ source, cases }) =>
  cases.map(([text, reason]) => ({ text, reason, source })),
);

export { OPAQUE } from './pages';
