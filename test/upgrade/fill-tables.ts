import type { SqlConnection } from '@/lib/platform/database/migrate';
import type { Row } from './stored-rows';

type Column = {
  table: string;
  column: string;
  type: string;
  /** The labels of an enum. */
  labels: string[] | null;
  default: string | null;
  /** The table that it refers to, by its id. */
  refersTo: string | null;
};

/** Values of columns that a check or the program asks something of. */
const SPECIAL: Record<string, unknown> = {
  'ScheduledBot.botName': 'Clerk',
  'ScheduledBot.customAttributes': { team: 'north' },
  'ScheduledBot.botConfig': { bot_name: 'Clerk', custom_attributes: { team: 'north' } },
  'Event.raw': { id: 'standup', summary: 'Stand-up', attendees: [{ email: 'bob@contoso.example' }] },
};

const FIRST = Date.parse('2026-11-22T08:00:00Z');

/**
 * Stores a row in each table, with a value in every column, whatever columns the schema has. A table that takes one row only
 * keeps the one it has.
 * @param round another one makes other rows
 * @returns the rows that were stored, by the name of their table
 */
export async function fillTables(connection: SqlConnection, round: number): Promise<Map<string, Row[]>> {
  const { rows } = await connection.query(COLUMNS);
  const columns = rows as Column[];
  const filled = new Map<string, Row[]>();
  for (const table of inOrder(columns)) {
    const taken = columns.filter((one) => one.table === table && !one.default?.startsWith('nextval'));
    const names = taken.map(({ column }) => `"${column}"`).join(', ');
    const row = Object.fromEntries(taken.map((one) => [one.column, sampleOf(one, round)]));
    const stored = await connection.query(
      `INSERT INTO "${table}" AS t (${names})
       SELECT ${names} FROM jsonb_populate_record(NULL::"${table}", $1) ON CONFLICT DO NOTHING RETURNING to_jsonb(t) AS row`,
      [JSON.stringify(row)],
    );
    filled.set(
      table,
      stored.rows.map((each) => each.row as Row),
    );
  }
  return filled;
}

function sampleOf(column: Column, round: number): unknown {
  const { table, column: name, type, labels, refersTo } = column;
  const special = SPECIAL[`${table}.${name}`];
  if (special !== undefined) return special;
  if (refersTo) return `${refersTo} ${round}`;
  if (labels) return labels[round % labels.length];
  if (name === 'id') return type === 'text' ? `${table} ${round}` : 1;
  if (type.startsWith('timestamp')) return new Date(FIRST + round * 60_000).toISOString();
  if (type === 'boolean') return round % 2 === 0;
  if (type === 'jsonb') return column.default?.startsWith("'[]'") ? [] : {};
  return type === 'text' ? `${name} ${round}` : round + 1;
}

/** Returns the names of the tables, each after those that it refers to. */
function inOrder(columns: Column[]): string[] {
  const ordered = new Set<string>();
  const add = (table: string) => {
    for (const { table: from, refersTo } of columns)
      if (from === table && refersTo && refersTo !== table) add(refersTo);
    ordered.add(table);
  };
  for (const { table } of columns) add(table);
  return [...ordered];
}

const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS "type",
         (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = a.atttypid) AS "labels",
         pg_get_expr(d.adbin, d.adrelid) AS "default",
         (SELECT f.relname FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
           WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]) AS "refersTo"
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
   ORDER BY c.relname, a.attnum`;
