import { createHash } from 'node:crypto';

/** What a sync token holds: the list, its query, and the change up to which it was read. */
export type SyncToken = { list: string; query: string; seq: number; generation: number };

/** Where the next page of a list starts: `seq` is the list's newest change; `from` the one an increment starts after. */
export type PageToken = {
  list: string;
  query: string;
  seq: number;
  from: number | null;
  offset: number;
  afterBlank: boolean;
};

/** Returns a token that clients do not read by accident, with a checksum by which a damaged one is found. */
export function encodeToken(token: SyncToken | PageToken): string {
  const body = Buffer.from(JSON.stringify(token)).toString('base64url');
  return `${checksum(body)}${body}=`;
}

/** Returns what a token holds; undefined for one that this sandbox did not write. */
export function decodeToken<T extends SyncToken | PageToken>(text: string): T | undefined {
  const body = text.slice(8, -1);
  if (!text.endsWith('=') || text.slice(0, 8) !== checksum(body)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as T;
}

/** Returns one string for a set of query parameters, in whatever order. */
export function queryKey(query: URLSearchParams, ignored: readonly string[]): string {
  const pairs = [...query].filter(([name]) => !ignored.includes(name)).sort();
  return createHash('sha1').update(JSON.stringify(pairs)).digest('base64url').slice(0, 12);
}

function checksum(body: string): string {
  return createHash('sha1').update(`sync:${body}`).digest('base64url').slice(0, 8);
}
