import type { PGlite } from '@electric-sql/pglite';

/**
 * Reads every index of the tables of an embedded database, and by each primary key every row. PostgreSQL takes the length of a
 * table's file for the length of the table: of one that was cut, rows are missing and nothing is said. The index has them still.
 * @throws Error of PostgreSQL, when a block that an index names cannot be read
 */
export async function checkTables(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ isPrimary: boolean; scan: string }>(SCANS);
  await pglite.exec('SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off');
  for (const isPrimary of [true, false]) {
    // Without it a row that everyone sees is taken from the index alone.
    await pglite.exec(`SET enable_indexonlyscan = ${isPrimary ? 'off' : 'on'}`);
    for (const row of rows) if (row.isPrimary === isPrimary) await pglite.exec(row.scan);
  }
  await pglite.exec(
    'RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_sort; RESET enable_indexonlyscan',
  );
}

/** A statement for each index, with the index's order and condition. Long values stand in tables of `pg_toast`. */
const SCANS = `
  SELECT i.indisprimary AS "isPrimary",
         format('SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s ORDER BY %s OFFSET 0) AS scan',
                i.indrelid::regclass,
                COALESCE(pg_get_expr(i.indpred, i.indrelid), 'true'),
                (SELECT string_agg(pg_get_indexdef(i.indexrelid, k, true), ', ' ORDER BY k)
                   FROM generate_series(1, i.indnkeyatts) AS k)) AS "scan"
    FROM pg_index i
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_am a ON a.oid = x.relam AND a.amname = 'btree'
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname IN ('public', 'pg_toast')
   ORDER BY x.relname`;
