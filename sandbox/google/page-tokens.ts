import { createHash } from 'node:crypto';

/** What a sync token stands for: which list, asked for how, up to which change. */
export type SyncToken = { list: string; query: string; seq: number; generation: number };

/** Where a list was interrupted: the change it began at (`seq`), what it is an increment to, if anything (`from`). */
export type PageToken = {
  list: string;
  query: string;
  seq: number;
  from: number | null;
  offset: number;
  afterBlank: boolean;
};

/** Writes a token a client cannot read anything out of by accident, with a checksum so that a damaged one shows. */
export function encodeToken(token: SyncToken | PageToken): string {
  const body = Buffer.from(JSON.stringify(token)).toString('base64url');
  return `${checksum(body)}${body}=`;
}

/** Reads a token back; undefined for anything this sandbox did not write. */
export function decodeToken<T extends SyncToken | PageToken>(text: string): T | undefined {
  const body = text.slice(8, -1);
  if (!text.endsWith('=') || text.slice(0, 8) !== checksum(body)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as T;
}

/** One string for a set of query parameters, whatever their order. */
export function queryKey(query: URLSearchParams, ignored: readonly string[]): string {
  const pairs = [...query].filter(([name]) => !ignored.includes(name)).sort();
  return createHash('sha1').update(JSON.stringify(pairs)).digest('base64url').slice(0, 12);
}

function checksum(body: string): string {
  return createHash('sha1').update(`sync:${body}`).digest('base64url').slice(0, 8);
}
