import { processGlobal } from './process-global';

/**
 * An event that enqueues a job. Services send events after they have committed. Events are hints: each may be lost, late,
 * doubled or out of order, because the rows are the truth and the sweep enqueues again what was missed.
 */
export type JobEvent =
  /**
   * A calendar has changed at Google, and is to be synced, not before `at` (ISO 8601) if that is given. Limits by account and
   * by user keep its syncs from delaying those of others.
   */
  | {
      name: 'calendar/changed';
      data: { calendarId: string; connectionId: string; userId: string; at?: string };
      id?: string;
    }
  /** A calendar needs a push channel, or a newer one. */
  | { name: 'calendar/watch'; data: { calendarId: string }; id?: string }
  /** An account's list of calendars is to be read. */
  | { name: 'calendars/list'; data: { connectionId: string }; id?: string }
  /** Bots are due in the second that begins `at` (ISO 8601). Their rows say which, when that second comes. */
  | { name: 'bots/due'; data: { at: string }; id?: string }
  /** From `at` (ISO 8601) on, bots may have to leave for the next meeting on their link. The rows say which. */
  | { name: 'bots/hand-over'; data: { at: string }; id?: string }
  /** An active bot must leave its meeting. */
  | { name: 'bot/recall'; data: { botId: string }; id?: string }
  /** Reports of a provider about a bot are to be delivered to the bot's callback address. */
  | { name: 'callback/due'; data: { botId: string }; id?: string }
  /** A bot is in an occurrence of a series with auto-reschedule, which schedules the next one at `endsAt` (ISO 8601). */
  | { name: 'series/joined'; data: { eventId: string; endsAt: string }; id?: string }
  /** The next 24 hours of these users are to be scanned for meetings that need a bot. */
  | { name: 'users/scan'; data: { userIds: string[] }; id?: string }
  /** The windows of a user's stored occurrences are to move forward, at least until `ahead` (ISO 8601) if a reader asked. */
  | { name: 'windows/move'; data: { userId: string; ahead?: string }; id?: string };

type Sender = (events: JobEvent[]) => Promise<void>;

const registry = processGlobal('job-sender', (): { sender?: Sender } => ({}));

/** Sets what sends job events. Called once, when the process starts. */
export function setJobSender(sender: Sender): void {
  registry.sender = sender;
}

/**
 * Sends job events, and so enqueues their jobs.
 * @throws Error when they cannot be sent; the sweep then enqueues the jobs
 */
export async function sendJobs(events: JobEvent[]): Promise<void> {
  if (events.length === 0) return;
  if (!registry.sender) throw new Error('No job sender has been set: the process has not been started.');
  await registry.sender(events);
}
