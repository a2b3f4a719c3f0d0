import type { BotChoice } from './bot-choice';
import type { BotTarget } from './bot-target';

/** What a person wants of a meeting's bot. `restore`: bots that were removed, which an undo brings back. */
export type BotChange = { target: BotTarget; choice: BotChoice; restore?: string[] };

/** How changes are carried out. */
export type Carrying<Answer> = {
  /** Sends one change. */
  send(change: BotChange): Promise<Answer>;
  /** Brings what is stored now on screen; until then the change is shown as pending. */
  refresh(): Promise<unknown>;
  /** @param answers one for each change of this meeting that was sent on the way */
  onDone(change: BotChange, answers: Answer[]): void;
  onFailed(change: BotChange, error: Error): void;
};

/**
 * The changes of bots that are not confirmed yet. Of each meeting one is sent at a time; what is wanted meanwhile is kept,
 * and sent when the answer is there, so that the last one wins.
 */
export class BotChanges<Answer> {
  private readonly wanted = new Map<string, BotChange>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Returns what is wanted of a meeting's bot and not confirmed yet, or null. */
  pendingOf(eventId: string): BotChoice | null {
    return this.wanted.get(eventId)?.choice ?? null;
  }

  /** Wants a change; it is sent now, or after the one that is being sent. */
  async want(change: BotChange, carrying: Carrying<Answer>): Promise<void> {
    const id = change.target.eventId;
    const isSending = this.wanted.has(id);
    this.wanted.set(id, change);
    this.notify();
    if (!isSending) await this.sendUntilSettled(id, carrying);
  }

  private async sendUntilSettled(id: string, carrying: Carrying<Answer>): Promise<void> {
    const first = this.wanted.get(id);
    if (!first) return;
    // An undo goes back to how things stood before the first of these changes.
    const { target } = first;
    const answers: Answer[] = [];
    for (let change = first; ; change = this.wanted.get(id) ?? change) {
      let failure: Error | null = null;
      try {
        answers.push(await carrying.send({ ...change, target }));
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
      if (this.wanted.get(id) !== change) continue;
      await carrying.refresh().catch(() => {});
      if (this.wanted.get(id) !== change) continue;
      this.wanted.delete(id);
      this.notify();
      if (failure) carrying.onFailed({ ...change, target }, failure);
      else carrying.onDone({ ...change, target }, answers);
      return;
    }
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
