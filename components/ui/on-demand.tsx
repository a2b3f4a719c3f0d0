'use client';

import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useState } from 'react';

type Load<Props> = () => Promise<ComponentType<Props>>;

/**
 * Returns a component whose code is loaded after the page: once the browser is idle, or when the component is shown before
 * that. Until then it shows `Loading`, or nothing.
 */
export function onDemand<Props extends object>(
  load: Load<Props>,
  Loading: ComponentType<Props> = Nothing,
): ComponentType<Props> {
  const Part: LazyExoticComponent<ComponentType<Props>> = lazy(async () => ({
    default: await loadInTheEnd(load),
  }));
  loadWhenIdle(load);
  return function OnDemand(props: Props) {
    return (
      <Suspense fallback={<Loading {...props} />}>
        <Part {...props} />
      </Suspense>
    );
  };
}

function Nothing() {
  return null;
}

/** Returns whether something is or was open: what was rendered for it stays, to close in order and to open again at once. */
export function useHasOpened(isOpen: boolean): boolean {
  const [has, setHas] = useState(isOpen);
  if (isOpen && !has) setHas(true);
  return has || isOpen;
}

/** By then a page has asked for what it shows. */
const AFTER_MS = 2_000;
/** A part that could not be loaded is tried again after so long, and while the browser is online at most so often. */
const AGAIN_AFTER_MS = 5_000;
const MOST_FAILURES = 12;

let lastTask: Promise<void> | undefined;

/** Settles when the page has been there for two seconds and the browser has nothing to do; one call after the other. */
export function whenIdle(): Promise<void> {
  lastTask ??= new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  lastTask = lastTask.then(
    () =>
      new Promise((resolve) => {
        // Safari has none.
        if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
        else setTimeout(resolve, 50);
      }),
  );
  return lastTask;
}

/**
 * Loads a part, and again while it cannot be had: a page without it for a while is better than none.
 * @throws what loading it threw last, when the browser is online and it could not be had for a minute
 */
async function loadInTheEnd<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let failures = 0; ; ) {
    try {
      return await load();
    } catch (error) {
      if (navigator.onLine) failures++;
      if (failures === MOST_FAILURES) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
}

function loadWhenIdle(load: () => Promise<unknown>): void {
  if (typeof window === 'undefined') return;
  // What cannot be loaded now is tried again when it is shown.
  void whenIdle()
    .then(load)
    .catch(() => {});
}
