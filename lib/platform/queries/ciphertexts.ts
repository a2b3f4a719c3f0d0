import { ENCRYPTED_COLUMNS, type EncryptedColumn } from '../encryption/columns';
import { command, query, recordset, type Sql, sql, text, verbatim } from '../sql';

/** A ciphertext of a column, and what names its row. */
const ciphertext = { row: text, stored: text };

/**
 * Returns ciphertexts of a column, in the order of their rows, a batch at a time.
 * @param which `notPrefix`: those that do not begin so; `prefix`: those that begin so; `after`: the last row of the batch before
 */
export const findCiphertexts = query(
  ciphertext,
  (name: EncryptedColumn, which: { notPrefix?: string; prefix?: string; after: string; limit: number }) => {
    const { table, row, stored } = namesOf(name);
    const { notPrefix = '', prefix = '', after, limit } = which;
    return sql`
      SELECT ${row} AS "row", ${stored} AS "stored" FROM ${table}
       WHERE ${stored} IS NOT NULL AND ${row} > ${after}
         AND starts_with(${stored}, ${prefix}) AND (${notPrefix} = '' OR NOT starts_with(${stored}, ${notPrefix}))
       ORDER BY 1 LIMIT ${limit}`;
  },
);

/** Replaces ciphertexts of a column that are still what they were when they were read. */
export const replaceCiphertexts = command(
  (name: EncryptedColumn, replacements: { row: string; stored: string; fresh: string }[]) => {
    const { table, row, stored, column, isJson } = namesOf(name);
    const fresh = isJson ? sql`to_jsonb(r."fresh")` : sql`r."fresh"`;
    return sql`
      UPDATE ${table} SET ${column} = ${fresh}
        FROM ${recordset('r', { ...ciphertext, fresh: text }, replacements)}
       WHERE ${row} = r."row" AND ${stored} = r."stored"`;
  },
);

function namesOf(name: EncryptedColumn): { table: Sql; row: Sql; stored: Sql; column: Sql; isJson: boolean } {
  const { table, column, row, ...more } = ENCRYPTED_COLUMNS[name];
  const isJson = 'isJson' in more;
  const stored = isJson ? `("${column}" #>> '{}')` : `"${table}"."${column}"`;
  return {
    table: verbatim(`"${table}"`),
    // Columns of the recordset have other names.
    row: verbatim(`(${row})`),
    stored: verbatim(stored),
    column: verbatim(`"${column}"`),
    isJson,
  };
}
