import { test as base, expect, type Response } from '@playwright/test';
import { nonconformities } from '../test/openapi/read-document';

/**
 * Playwright's test, which also fails when the API gives a page an answer that the OpenAPI document does not
 * describe, or when a page requests what the Content-Security-Policy refuses.
 */
export const test = base.extend<{ conforming: undefined }>({
  conforming: [
    async ({ context }, use) => {
      const checks: Promise<string[]>[] = [];
      context.on('console', (message) => {
        const text = message.text();
        if (text.includes('Content Security Policy')) checks.push(Promise.resolve([text]));
      });
      context.on('response', (response) => void checks.push(check(response)));
      await use(undefined);
      expect((await Promise.all(checks)).flat()).toEqual([]);
    },
    { auto: true },
  ],
});

async function check(response: Response): Promise<string[]> {
  const path = /^\/api\/v1(\/.*)$/.exec(new URL(response.url()).pathname)?.[1];
  // Streams have no end to wait for, and pages are not answers of the API.
  const type = response.headers()['content-type'] ?? '';
  if (!path || !type.startsWith('application/json')) return [];
  const body = await inTime(response.text());
  if (body === null) return [];
  const headers = new Headers((await inTime(response.allHeaders())) ?? response.headers());
  return nonconformities({
    method: response.request().method(),
    path,
    status: response.status(),
    headers,
    body,
  });
}

/** Returns null for what never comes: the answers of a page that was left or closed cannot be read. */
function inTime<T>(wanted: Promise<T>): Promise<T | null> {
  const never = new Promise<null>((resolve) => setTimeout(() => resolve(null), 5_000).unref());
  return Promise.race([wanted.catch(() => null), never]);
}
