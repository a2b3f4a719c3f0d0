import { createHmac } from 'node:crypto';
import { env } from './env';
import { constantTimeEqual } from './secrets';

/** A place in a list ordered by time, then id, and which way to go from there. */
export type Cursor = { time: Date; id: string; direction: 'next' | 'previous' };

/**
 * Returns the name of one list. A cursor of another list, of another user, or of the same list with other
 * filters is refused for it.
 * @param filters those that are given; the size of a page is no filter
 */
export function listScope(list: string, userId: string, filters: Record<string, unknown> = {}): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return JSON.stringify([list, userId, ...given.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * Returns a cursor as text: opaque, signed, and bound to one list of one user.
 * @param scope the list, by listScope; a cursor of another scope is refused
 */
export function encodeCursor(cursor: Cursor, scope: string): string {
  const payload = Buffer.from(
    JSON.stringify([cursor.time.toISOString(), cursor.id, cursor.direction === 'next' ? 1 : 0]),
  ).toString('base64url');
  return `${payload}.${sign(payload, scope)}`;
}

/**
 * Returns the cursor that encodeCursor wrote for the same scope.
 * @returns null for any other text
 */
export function decodeCursor(text: string, scope: string): Cursor | null {
  const [payload = '', signature = '', more] = text.split('.');
  if (more !== undefined || !constantTimeEqual(signature, sign(payload, scope))) return null;
  const [time, id, next] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    string,
    string,
    number,
  ];
  return { time: new Date(time), id, direction: next === 1 ? 'next' : 'previous' };
}

function sign(payload: string, scope: string): string {
  return createHmac('sha256', env().NEXTAUTH_SECRET)
    .update(`cursor\n${scope}\n${payload}`)
    .digest('base64url')
    .slice(0, 22);
}
