import type { Page } from '@playwright/test';

/** Has a page note how long each interaction takes until the next paint, and long tasks. */
export async function watchInteractions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = { interactions: new Map<number, number>(), longTasks: [] as number[] };
    Object.assign(window, { noted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        if (entry.interactionId === 0) continue;
        const longest = noted.interactions.get(entry.interactionId) ?? 0;
        noted.interactions.set(entry.interactionId, Math.max(longest, entry.duration));
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) noted.longTasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
}

/** Returns what was noted since the last call, in ms. An interaction that took less than 16 ms is not noted. */
export async function takeNoted(page: Page): Promise<{ interactions: number[]; longTasks: number[] }> {
  await page.waitForTimeout(500);
  return page.evaluate(() => {
    const { noted } = window as unknown as {
      noted: { interactions: Map<number, number>; longTasks: number[] };
    };
    const taken = { interactions: [...noted.interactions.values()], longTasks: [...noted.longTasks] };
    noted.interactions.clear();
    noted.longTasks.length = 0;
    return taken;
  });
}
