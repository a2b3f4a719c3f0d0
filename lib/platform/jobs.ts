import { processGlobal } from './process-global';

/**
 * Work that use cases enqueue after they have committed. Messages are hints: each may be lost, late, doubled
 * or out of order, because the rows are the truth and the sweep enqueues again what was missed.
 */
export type JobEvent =
  /** A calendar may have changed at Google. Syncs of one account, and of one user, take turns. */
  | {
      name: 'calendar/changed';
      data: { calendarId: string; connectionId: string; userId: string };
      id?: string;
    }
  /** A calendar needs a push channel, or a new one. */
  | { name: 'calendar/watch'; data: { calendarId: string }; id?: string }
  /** An account's list of calendars is to be read again. */
  | { name: 'calendars/list'; data: { connectionId: string }; id?: string }
  /** Bots are to be sent in the second that begins `at` (ISO). Their rows say which ones. */
  | { name: 'bots/due'; data: { at: string }; id?: string }
  /** An active bot must leave its meeting. */
  | { name: 'bot/recall'; data: { botId: string }; id?: string }
  /** A provider's report is to be passed on to the address that a person gave for its bot. */
  | { name: 'callback/due'; data: { botId: string }; id?: string }
  /**
   * A bot has joined a meeting of a series with auto-reschedule: the next one is scheduled when it ends, at
   * `endsAt` (ISO).
   */
  | { name: 'series/joined'; data: { eventId: string; endsAt: string }; id?: string }
  /** The next 24 hours of these users are to be scanned. */
  | { name: 'users/scan'; data: { userIds: string[] }; id?: string }
  /**
   * The windows of a user's stored occurrences are to move on, and to reach `ahead` (ISO), where a reader has
   * looked.
   */
  | { name: 'windows/move'; data: { userId: string; ahead?: string }; id?: string };

type Sender = (events: JobEvent[]) => Promise<void>;

const registry = processGlobal('job-sender', (): { sender?: Sender } => ({}));

/** Sets what sends job events. Called once, when the process starts. */
export function setJobSender(sender: Sender): void {
  registry.sender = sender;
}

/**
 * Enqueues job events.
 * @throws Error when they cannot be enqueued; the sweep finds then what they are for
 */
export async function sendJobs(events: JobEvent[]): Promise<void> {
  if (events.length === 0) return;
  if (!registry.sender) throw new Error('No job sender has been set: the process has not been started.');
  await registry.sender(events);
}
