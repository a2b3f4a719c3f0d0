import { fullSyncRequired, invalidValue, syncTokenRestricted } from './errors';
import { decodeToken, encodeToken, type PageToken, queryKey, type SyncToken } from './page-tokens';

/** Parameters that may differ between a first sync and its increments, as they do not change which list it is. */
const FREE = [
  'syncToken', 'pageToken', 'maxResults', 'timeMin', 'timeMax', 'timeZone', 'showDeleted', 'alt', 'fields', 'key',
  'prettyPrint', 'quotaUser',
]; // biome-ignore format: one list

export type ListRequest = {
  /** Names the list in its tokens by person and calendar. */
  list: string;
  query: URLSearchParams;
  /** The newest change of the list, and its generation. */
  seq: number;
  generation: number;
  maxPageSize: number;
  defaultPageSize: number;
  /** Parameters that a sync token forbids. */
  notWithSyncToken: readonly string[];
  /** Parameters with which Google gives no sync token. */
  noSyncToken: readonly string[];
  /** Test switches: a smaller page, and an empty page before each real one. */
  pageSize?: number | undefined;
  blankPages: boolean;
};

export type Page<T> = { items: T[]; nextPageToken?: string; nextSyncToken?: string };

/** Stores the lists that are being read, so that all pages of one list show one state. */
export class Snapshots {
  private readonly lists = new Map<string, unknown[]>();

  get<T>(key: string, make: () => T[]): T[] {
    const rows = (this.lists.get(key) as T[] | undefined) ?? make();
    this.lists.delete(key);
    this.lists.set(key, rows);
    for (const oldest of this.lists.keys()) {
      if (this.lists.size <= 8) break;
      this.lists.delete(oldest);
    }
    return rows;
  }
}

/**
 * Returns one page of a list by Google's rules for page and sync tokens: a sync token is bound to its list and query
 * and comes with the last page only. `load` returns all rows of a first sync (`from` null) or the rows changed since.
 * Throws 400 for a malformed or foreign token and for restrictions that a sync token forbids, 410 for an expired one.
 */
export function pageOf<T>(
  request: ListRequest,
  snapshots: Snapshots,
  load: (from: number | null) => T[],
): Page<T> {
  const { list, query, generation } = request;
  const from = readSyncToken(request);
  const pageQuery = queryKey(query, ['pageToken']);
  const token = readPageToken(request, pageQuery);
  const seq = token?.seq ?? request.seq;
  const size = pageSize(request);
  const offset = token?.offset ?? 0;
  const rows = snapshots.get([list, pageQuery, seq, from].join('|'), () => load(from));

  const blank = request.blankPages && !token?.afterBlank;
  const items = blank ? [] : rows.slice(offset, offset + size);
  const next = offset + items.length;
  if (blank || next < rows.length) {
    const nextPage: PageToken = { list, query: pageQuery, seq, from, offset: next, afterBlank: blank };
    return { items, nextPageToken: encodeToken(nextPage) };
  }
  if (request.noSyncToken.some((name) => query.has(name))) return { items };
  return { items, nextSyncToken: encodeToken({ list, query: queryKey(query, FREE), seq, generation }) };
}

function readSyncToken({ list, query, generation, notWithSyncToken }: ListRequest): number | null {
  const text = query.get('syncToken');
  if (text === null) return null;
  if (notWithSyncToken.some((name) => query.has(name))) throw syncTokenRestricted();
  if (query.get('showDeleted') === 'false') throw syncTokenRestricted();
  const token = decodeToken<SyncToken>(text);
  if (!token || token.list !== list || token.query !== queryKey(query, FREE)) throw invalidValue('syncToken');
  if (token.generation !== generation) throw fullSyncRequired();
  return token.seq;
}

function readPageToken({ list, query }: ListRequest, pageQuery: string): PageToken | undefined {
  const text = query.get('pageToken');
  if (text === null) return undefined;
  const token = decodeToken<PageToken>(text);
  if (!token || token.list !== list || token.query !== pageQuery) throw invalidValue('pageToken');
  return token;
}

function pageSize({ query, maxPageSize, defaultPageSize, pageSize: forced }: ListRequest): number {
  const text = query.get('maxResults');
  const asked = text === null ? defaultPageSize : Number(text);
  if (!Number.isInteger(asked) || asked < 1) throw invalidValue('maxResults');
  return Math.min(asked, maxPageSize, forced ?? maxPageSize);
}
