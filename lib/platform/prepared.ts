import { processGlobal } from './process-global';
import type { Sql } from './sql';

/** Each connection holds the plan of each. All texts together are fewer, as long as none depends on what a client asks for. */
const MOST_NAMES = 100;

const names = processGlobal('prepared-statements', () => new Map<string, string>());

/**
 * Returns a statement as it is, and has PostgreSQL prepare it: each connection plans it once, and not each time. That pays
 * for a statement of many tables that runs often, since planning it takes longer than running it.
 * @param statement of which there are few texts, whatever a client asks for
 */
export function prepared(statement: Sql): Sql {
  const { text } = statement;
  if (!names.has(text) && names.size < MOST_NAMES) names.set(text, `prepared_${names.size + 1}`);
  return statement;
}

/** One plan serves a statement about as few rows as a notification tells of. Many rows may want another. */
const FEW = 100;

/** Whether a statement is about so few rows that it may ask something about each of them. */
export function isFew(count: number): boolean {
  return count <= FEW;
}

/** Has PostgreSQL prepare a statement when it is about few rows (`isFew`). */
export function preparedIfFew(count: number, statement: Sql): Sql {
  return isFew(count) ? prepared(statement) : statement;
}

/** Returns the name by which connections know a prepared statement; an empty text for one that is not prepared. */
export function preparedName({ sql }: { sql: string }): string {
  return names.get(sql) ?? '';
}
