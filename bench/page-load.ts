import type { Browser, CDPSession, Page, Response } from '@playwright/test';

/** What loading a page cost, with an empty cache. */
export type PageLoad = {
  /** Sizes as they were sent, in bytes: the scripts that were asked for before the row was on screen, and those after. */
  scripts: number;
  idleScripts: number;
  fonts: number;
  fetches: number;
  /** Requests of the page's scripts that had the same answer as an earlier one. */
  repeated: string[];
  /** ms after the navigation. */
  lcp: number;
  firstRow: number;
  lastFetch: number;
  cls: number;
};

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;

/** Loads a page in a browser of its own that has these cookies, and waits until it shows `row` and has asked for all it wants. */
export async function measureLoad(
  browser: Browser,
  address: string,
  { cookies = [], row }: { cookies?: Cookies; row: string },
): Promise<PageLoad> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const sent = await countSent(await context.newCDPSession(page));
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    if (isFetch(response)) answers.push(described(response));
  });
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0 };
    Object.assign(window, { seen });
    // No function here has a name: tsx would note it by a helper that the page does not have.
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) seen.cls += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator(row).first().waitFor({ timeout: 120_000 });
  sent.markFirstRow();
  const firstRow = await page.evaluate(() => performance.now());
  await quiet(page);
  const bodies = await Promise.all(answers);
  const { lcp, cls, lastFetch } = await page.evaluate(() => ({
    ...(window as unknown as { seen: { lcp: number; cls: number } }).seen,
    lastFetch: Math.max(
      0,
      ...(performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter((entry) => entry.initiatorType === 'fetch')
        .map((entry) => entry.responseEnd),
    ),
  }));
  await context.close();
  const repeated = bodies.filter((body, index) => bodies.indexOf(body) < index);
  return {
    ...sent.bytes,
    repeated: repeated.map((body) => body.slice(0, 80)),
    lcp,
    cls,
    firstRow,
    lastFetch,
  };
}

async function countSent(session: CDPSession) {
  const bytes = { scripts: 0, idleScripts: 0, fonts: 0, fetches: 0 };
  const kinds = { Script: 'scripts', Font: 'fonts', Fetch: 'fetches', XHR: 'fetches' } as const;
  const kindOf = new Map<string, string>();
  const late = new Set<string>();
  let hasRow = false;
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId }) => {
    if (hasRow) late.add(requestId);
  });
  session.on('Network.responseReceived', ({ requestId, type }) => kindOf.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds[kindOf.get(requestId) as keyof typeof kinds];
    if (kind) bytes[kind === 'scripts' && late.has(requestId) ? 'idleScripts' : kind] += encodedDataLength;
  });
  return {
    bytes,
    markFirstRow: () => {
      hasRow = true;
    },
  };
}

const isFetch = (response: Response) => response.request().resourceType() === 'fetch';

async function described(response: Response): Promise<string> {
  const body = await response.text().catch(() => '');
  return `${response.request().method()} ${new URL(response.url()).pathname}${new URL(response.url()).search} ${body}`;
}

/** Waits until a page has asked for nothing for two seconds. */
async function quiet(page: Page): Promise<void> {
  for (let [before, same] = [-1, 0]; same < 4; ) {
    await page.waitForTimeout(500);
    const count = await page.evaluate(() => performance.getEntriesByType('resource').length);
    same = count === before ? same + 1 : 0;
    before = count;
  }
}
