import { processGlobal } from './process-global';

/**
 * The work that services ask for after they have committed. Messages are hints: each may be lost, late,
 * doubled or out of order, because the rows they speak of are the truth and the sweep repeats what was missed.
 */
export type JobEvent =
  /** A calendar has something new at Google. Whose it is decides whom it may keep waiting. */
  | {
      name: 'calendar/changed';
      data: { calendarId: string; connectionId: string; userId: string };
      id?: string;
    }
  /** A calendar needs a (new) push channel. */
  | { name: 'calendar/watch'; data: { calendarId: string }; id?: string }
  /** An account's list of calendars is to be read again. */
  | { name: 'calendars/list'; data: { connectionId: string }; id?: string }
  /** Bots are to set out in the second that begins `at` (ISO); which ones, their rows say then. */
  | { name: 'bots/due'; data: { at: string }; id?: string }
  /** A bot under way must leave its meeting. */
  | { name: 'bot/recall'; data: { botId: string }; id?: string }
  /** A provider's message is to be passed on to the address a person gave for its bot. */
  | { name: 'callback/due'; data: { botId: string }; id?: string }
  /** A bot is in a meeting of a chained series: when that ends, at `endsAt` (ISO), its successor is booked. */
  | { name: 'series/joined'; data: { eventId: string; endsAt: string }; id?: string }
  /** The next 24 hours of these users are to be scanned. */
  | { name: 'users/scan'; data: { userIds: string[] }; id?: string }
  /** The windows of a user's stored occurrences are to move on; a reader has looked as far `ahead` as this (ISO). */
  | { name: 'windows/move'; data: { userId: string; ahead?: string }; id?: string };

type Sender = (events: JobEvent[]) => Promise<void>;

const registry = processGlobal('job-sender', (): { sender?: Sender } => ({}));

/** Sets who carries job events away. Called once, when the process starts. */
export function setJobSender(sender: Sender): void {
  registry.sender = sender;
}

/**
 * Hands events to the jobs.
 * @throws Error when they cannot be taken; whatever they ask for is then found by the sweep
 */
export async function sendJobs(events: JobEvent[]): Promise<void> {
  if (events.length === 0) return;
  if (!registry.sender) throw new Error('No job sender has been set: the process has not been started.');
  await registry.sender(events);
}
