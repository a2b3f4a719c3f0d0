import type { ChangeKind } from '@/lib/contract/changes';
import { type ChangeListener, followServer, watchForSilence } from './follow-server';

type SharingListener = ChangeListener & {
  /** Another person has opened a page in this browser: requests are made in their name now, also this page's. */
  onOtherPerson(): void;
};

const CHANNEL = 'usher-changes';
const STILL_DEAD_MS = 2_000;

/** What pages of one browser tell each other. Only those of the same person listen to what has changed. */
type Told = { person: string } & (
  | { about: 'arrival' }
  | { about: 'changes'; isLive: boolean; changed: readonly ChangeKind[] }
);

/**
 * Listens to the server's changes together with the person's other pages in this browser: one of them has the stream and tells
 * the others, because over HTTP/1.1 a browser has six connections. When that one closes, or falls silent, another one takes over.
 * Where a browser has no locks (also on pages without https), each page has a stream of its own.
 * @returns a function that ends this
 */
export function followTogether(person: string, listener: SharingListener): () => void {
  if (!navigator.locks || !window.BroadcastChannel) return followServer(listener, false);
  const channel = new BroadcastChannel(CHANNEL);
  const tell = (told: Told) => channel.postMessage(told);
  const waiting = new AbortController();
  let stopLeading: (() => void) | null = null;
  let hasEnded = false;
  let isSilent = false;

  const lead = (hasMissed: boolean) =>
    new Promise<void>((resolve) => {
      if (hasEnded) return resolve();
      silence.stop();
      const follow = leadOthers(person, tell, listener, hasMissed);
      answerArrival = follow.answer;
      stopLeading = () => {
        stopLeading = null;
        answerArrival = () => {};
        follow.stop();
        resolve();
      };
    });
  let answerArrival = () => {};

  const request = (options: LockOptions, hasMissed: boolean) => {
    navigator.locks
      .request(`${CHANNEL} ${person}`, options, () => lead(hasMissed))
      // The wait was given up, or another page took over.
      .catch(() => {
        if (hasEnded || !stopLeading) return;
        stopLeading();
        silence.hear();
        request({ signal: waiting.signal }, false);
      });
  };
  const leadWhenSilent = () => {
    if (!isSilent || stopLeading || document.visibilityState !== 'visible') return;
    request({ steal: true }, true);
  };
  const silence = watchForSilence(() => {
    isSilent = true;
    listener.onLive(false);
    leadWhenSilent();
  });

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.person !== person) {
      if (data.about === 'arrival') listener.onOtherPerson();
    } else if (data.about === 'arrival') answerArrival();
    else if (!stopLeading) {
      isSilent = false;
      silence.hear();
      listener.onLive(data.isLive);
      if (data.changed.length > 0) listener.onChanged(data.changed);
    }
  };
  document.addEventListener('visibilitychange', leadWhenSilent);
  tell({ person, about: 'arrival' });
  silence.hear();
  request({ signal: waiting.signal }, false);
  return () => {
    hasEnded = true;
    document.removeEventListener('visibilitychange', leadWhenSilent);
    silence.stop();
    waiting.abort();
    stopLeading?.();
    channel.close();
  };
}

/** Listens to the server for this page and tells the others, also that the server is not heard, for as long as it is not. */
function leadOthers(
  person: string,
  tell: (told: Told) => void,
  listener: ChangeListener,
  hasMissed: boolean,
): { answer(): void; stop(): void } {
  let isLive = true;
  const pass = (changed: readonly ChangeKind[] = []) => tell({ person, about: 'changes', isLive, changed });
  const stillDead = setInterval(() => isLive || pass(), STILL_DEAD_MS);
  const stop = followServer(
    {
      onLive(now) {
        isLive = now;
        listener.onLive(now);
        pass();
      },
      onChanged(kinds) {
        listener.onChanged(kinds);
        pass(kinds);
      },
    },
    hasMissed,
  );
  return {
    answer: pass,
    stop: () => {
      clearInterval(stillDead);
      stop();
    },
  };
}
