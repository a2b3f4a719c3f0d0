import type { SqlConnection } from '@/lib/platform/database/migrate';

/** A row of a table, with the names and values of its columns as JSON. */
export type Row = Record<string, unknown>;

/** Names and values that migrations have renamed; all others are as before. */
export type Renames = {
  /** New names, by the path of the old one: `Table`, `Table.column`, or within JSON `Table.column.key`. */
  names: Record<string, string>;
  /** New values of enums and codes, by path and old value; paths have the old names. */
  values: Record<string, Record<string, string>>;
};

const KEYS: Record<string, string[]> = {
  CallbackSecret: ['userId'],
  IdempotencyRecord: ['userId', 'key'],
  ProviderStop: ['provider'],
  InstallationSecret: ['name'],
  DecisionSetting: ['name'],
  JobRun: ['name'],
};

/** Reads every row of every table. @returns rows by the name of their table */
export async function readTables(connection: SqlConnection): Promise<Map<string, Row[]>> {
  const { rows } = await connection.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const tables = new Map<string, Row[]>();
  for (const { name } of rows) {
    const found = await connection.query(`SELECT to_jsonb(t) AS row FROM "${name}" AS t`);
    tables.set(
      String(name),
      found.rows.map(({ row }) => row as Row),
    );
  }
  return tables;
}

/** Returns a row of a table as it is after the renames. */
export function renameRow(table: string, row: Row, renames: Renames): Row {
  return renameWithin(row, table, renames) as Row;
}

function renameWithin(value: unknown, path: string, renames: Renames): unknown {
  if (Array.isArray(value)) return value.map((each) => renameWithin(each, path, renames));
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([name, each]) => {
      const inner = `${path}.${name}`;
      return [renames.names[inner] ?? name, renameWithin(each, inner, renames)];
    });
    return Object.fromEntries(entries);
  }
  return typeof value === 'string' ? (renames.values[path]?.[value] ?? value) : value;
}

/** Returns the key of a row within its table. */
export function keyOf(table: string, row: Row): string {
  const columns = KEYS[table] ?? ['id'];
  if (!columns.every((column) => column in row)) throw new Error(`KEYS must name the key of ${table}.`);
  return columns.map((column) => String(row[column])).join(' ');
}
