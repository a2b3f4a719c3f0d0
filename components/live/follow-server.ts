import { CHANGE_KINDS, CHANGES_EVERY_MS, type ChangeKind, type ChangesMessage } from '@/lib/contract/changes';

/** After so long without a message a stream is dead, whatever the browser thinks of it: two messages are missing. */
export const SILENT_MS = 2 * CHANGES_EVERY_MS + 1_000;
const REOPEN_MS = 1_000;

export type ChangeListener = {
  onChanged(kinds: readonly ChangeKind[]): void;
  /** Gets whether the server is heard, with each message and when it falls silent. */
  onLive(isLive: boolean): void;
};

/**
 * Calls back after so long without `hear`. A page that was suspended gets what had come in the meantime first.
 */
export function watchForSilence(onSilent: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (ms: number) => {
    const due = performance.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (performance.now() - due > 1_000) wait(1_000);
      else onSilent();
    }, ms);
  };
  return { hear: () => wait(SILENT_MS), stop: () => clearTimeout(timer) };
}

/**
 * Listens to the server's stream of changes, and opens another one when it ends or falls silent.
 * @param hasMissed changes may have been missed before: the first stream, too, counts as opened again
 * @returns a function that ends this
 */
export function followServer(listener: ChangeListener, hasMissed: boolean): () => void {
  let source: EventSource;
  let reopen: ReturnType<typeof setTimeout> | undefined;
  const begunAt = performance.now();
  let mayHaveMissed = hasMissed;

  const silence = watchForSilence(() => lose());
  const open = () => {
    source = new EventSource('/api/v1/changes');
    silence.hear();
    source.onopen = () => {
      silence.hear();
      listener.onLive(true);
      // The server looks back ten seconds.
      if (mayHaveMissed || performance.now() - begunAt > SILENT_MS) listener.onChanged(CHANGE_KINDS);
      mayHaveMissed = true;
    };
    source.onmessage = ({ data }) => {
      silence.hear();
      listener.onLive(true);
      const { changed } = JSON.parse(data) as ChangesMessage;
      if (changed.length > 0) listener.onChanged(changed);
    };
    source.onerror = () => {
      // Refused: perhaps the session has ended, which a request finds out.
      if (source.readyState === EventSource.CLOSED) listener.onChanged(['settings']);
      lose();
    };
  };
  const lose = () => {
    source.close();
    silence.stop();
    listener.onLive(false);
    // Not all pages at the same moment, when a server starts again.
    reopen = setTimeout(open, REOPEN_MS * (1 + Math.random()));
  };

  open();
  return () => {
    clearTimeout(reopen);
    silence.stop();
    source.close();
  };
}
