import { type OpenDatabase, openedDatabase } from './database/client';
import { jsonValue } from './written-json';

type Embedded = NonNullable<OpenDatabase['pglite']>;

/** The rows of a statement, or how many it has changed. */
export type SqlResult = { rows: Record<string, unknown>[]; changed: number };

/**
 * Runs SQL on the open embedded database, and returns the result of each statement.
 * @throws Error with PostgreSQL's words, or when the database is on a server
 */
export async function runSql(sql: string): Promise<SqlResult[]> {
  const { pglite } = openedDatabase();
  if (!pglite) throw new Error('The database is on a PostgreSQL server: query it with `psql`.');
  return runSqlOn(pglite, sql);
}

/** Runs SQL on an embedded database in one transaction, and returns the result of each statement, as JSON can hold it. */
export async function runSqlOn(pglite: Embedded, sql: string): Promise<SqlResult[]> {
  const results = await pglite.transaction((tx) => tx.exec(sql));
  return results.map(({ rows, affectedRows }) => ({
    rows: rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonValue(name, value)])),
    ),
    changed: affectedRows ?? 0,
  }));
}
