import type { JobEvent } from '@/lib/platform/jobs';
import type { Operation } from './operations';

export type Fate = 'lose' | 'double' | 'delay';
export type MailKind = 'push' | 'webhook' | 'job';
/** A message to the app: Google's notification, the provider's report, or a job. */
export type Mail = {
  kind: MailKind;
  operation: Operation;
  input: unknown;
  dueAt: number;
  tries: number;
};

/** A repeated job id is dropped within this time, as Inngest does. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Holds the messages to the app, and loses, doubles and delays them. */
export class Mailbox {
  private queue: Mail[] = [];
  private fates: { kind: MailKind; fate: Fate; minutes: number; left: number }[] = [];
  private readonly seen = new Map<string, number>();
  /** Is called for every message that does not arrive as it should. */
  onMishap: (kind: MailKind, fate: Fate, minutes: number) => void = () => {};

  /** Sets the fate of the next messages of a kind. */
  prepare(kind: MailKind, fate: Fate, minutes: number, count: number): void {
    this.fates.push({ kind, fate, minutes, left: count });
  }

  post(mail: Omit<Mail, 'tries'>, tries = 0): void {
    const message = { ...mail, tries };
    const plan = this.fates.find((candidate) => candidate.kind === mail.kind);
    if (!plan) {
      this.queue.push(message);
      return;
    }
    if (--plan.left === 0) this.fates.splice(this.fates.indexOf(plan), 1);
    this.onMishap(mail.kind, plan.fate, plan.minutes);
    if (plan.fate === 'double') this.queue.push(message, { ...message });
    if (plan.fate === 'delay') this.queue.push({ ...message, dueAt: message.dueAt + plan.minutes * 60_000 });
  }

  postJobs(jobs: JobEvent[], now: number): void {
    for (const job of jobs) {
      if (job.id) {
        if (now - (this.seen.get(job.id) ?? Number.NEGATIVE_INFINITY) < REMEMBERED_MS) continue;
        this.seen.set(job.id, now);
      }
      const data = job.data as { at?: string; endsAt?: string };
      const dueAt = Math.max(now, Date.parse(data.at ?? data.endsAt ?? '') || now);
      this.post({ kind: 'job', operation: job.name, input: job.data, dueAt });
    }
  }

  /** Takes the oldest message that is due. */
  take(now: number): Mail | undefined {
    const index = this.queue.findIndex((mail) => mail.dueAt <= now);
    return index < 0 ? undefined : this.queue.splice(index, 1)[0];
  }

  /** Returns when the next message is due. */
  nextDue(): number {
    return Math.min(...this.queue.map((mail) => mail.dueAt));
  }

  /** Ends all mishaps. */
  calm(): void {
    this.fates = [];
  }
}
