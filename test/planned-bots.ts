import type { PlannedBot, PlannedOccurrence } from '@/lib/scheduling/domain/plan-bot';

/** When plans are made. */
export const NOW = new Date('2027-03-01T08:00:00Z');
/** Returns a time some minutes after `NOW`. */
export const at = (minutes: number) => new Date(+NOW + minutes * 60_000);
/** Returns the link fields of a meeting by its link key, or of one without a link. */
export const link = (key: string | null) => ({ meetingUrl: key && `https://zoom.us/j/${key}`, linkKey: key });
/** Returns a meeting in an hour, of half an hour. */
export const meeting = (fields: Partial<PlannedOccurrence> = {}): PlannedOccurrence => ({
  startTime: at(60),
  endTime: at(90),
  title: 'Standup',
  ...link('1'),
  ...fields,
});
/** Returns a scheduled bot of that meeting. */
export const bot = (fields: Partial<PlannedBot> = {}): PlannedBot => ({
  status: 'Scheduled',
  meetingUrl: 'https://zoom.us/j/1',
  linkKey: '1',
  meetingStart: at(60),
  meetingEnd: at(90),
  joinOffsetSeconds: -60,
  title: 'Standup',
  recallRequested: false,
  comesBack: false,
  ...fields,
});
