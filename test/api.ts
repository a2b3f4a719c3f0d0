import { resolve } from 'node:path';
import { vi } from 'vitest';
import type { Operation } from '@/lib/contract/operations/operation';
import type { Handler } from '@/lib/http/define-route';
import { now } from './harness';
import { nonconformities } from './openapi/read-document';

/** A client's request; `text` is a body as it is on the wire. */
export type Call = {
  params?: Record<string, string>;
  query?: Record<string, string> | string;
  body?: unknown;
  text?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field in the tests.
export type Answer = { status: number; headers: Headers; body: any };

/**
 * Calls a route as Next does, at the tests' time, and compares its answer with the OpenAPI document.
 * @param key an API key, or null to send none
 * @throws Error when the answer does not conform to the document
 */
export async function callRoute(
  operation: Pick<Operation, 'method' | 'path'>,
  key: string | null,
  { params = {}, query = '', body, text, headers = {} }: Call = {},
): Promise<Answer> {
  vi.setSystemTime(now());
  const handlers = await routeOf(operation.path);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
  const request = new Request(`http://127.0.0.1/api/v1${path}?${new URLSearchParams(query)}`, {
    method: operation.method,
    headers: {
      ...(key === null ? {} : { Authorization: `Token ${key}` }),
      ...(body === undefined && text === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const response = await handlers[operation.method](request, { params: Promise.resolve(params) });
  const exchange = {
    method: operation.method,
    path,
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  };
  const wrong = nonconformities(exchange);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return { status: exchange.status, headers: exchange.headers, body: JSON.parse(exchange.body || 'null') };
}

/** Returns the folder of a path's route file, from the project's root. */
export function folderOf(path: string): string {
  return `app/api/v1${path.replace(/\{(\w+)\}/g, '[$1]')}`;
}

/** Returns the handlers that a path's route file exports. */
export async function routeOf(path: string): Promise<Record<Operation['method'] | 'OPTIONS', Handler>> {
  return import(/* @vite-ignore */ resolve(folderOf(path), 'route.ts'));
}
