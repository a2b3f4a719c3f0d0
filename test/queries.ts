import { beforeAll, expect, it } from 'vitest';
import { db, openedDatabase, type Tx } from '@/lib/platform/database/client';
import type { Columns, Sql } from '@/lib/platform/sql';
import { describeOnDatabases } from './database';
import { storeSampleRows } from './sample-rows';

type Statement = { (on: Tx, ...args: never[]): Promise<unknown>; build: (...args: never[]) => Sql };
type NameOf<Module> = {
  [Name in keyof Module]: Module[Name] extends { build: (...args: never[]) => Sql } ? Name : never;
}[keyof Module];
type ArgsOf<S> = S extends { build: (...args: infer Args) => Sql } ? Args : never;

/**
 * How a statement is tried: with these arguments, after `given` has changed the sample rows. `check` checks the rows
 * that it wrote. `nulls` are columns that are null on purpose; each other column must have a value in some row.
 */
type Trial<Args> = {
  given?: (tx: Tx) => Promise<unknown>;
  args: Args;
  check?: (tx: Tx) => Promise<void>;
  nulls?: string[];
};

/** Is thrown to roll back what a trial has written. */
class Rollback extends Error {}

/**
 * Tries each statement of a `queries.ts` once, in a transaction on both databases, on the sample rows. It must return or
 * change rows. It must have the columns that it declares, with their types. Each must have a value in at least one row,
 * also within JSON, where a misspelt key is null. It must use each column of its recordsets. A statement without a trial
 * does not compile.
 */
export function describeQueries<Module extends object>(
  name: string,
  module: Module,
  trials: { [Name in NameOf<Module>]: Trial<ArgsOf<Module[Name]>> },
): void {
  describeOnDatabases(name, (kind) => {
    beforeAll(() => storeSampleRows(db()));
    for (const [name, trial] of Object.entries<Trial<unknown[]>>(trials)) {
      const statement = module[name as keyof Module] as Statement & { columns?: Columns };
      it(`runs ${name} and gets the columns it declares`, async () => {
        const { built, result } = await tryOnce(statement, trial);
        expect(unusedColumns(built.text)).toEqual([]);
        if (!statement.columns) return expect(result).toBeGreaterThan(0);
        expect(emptyPaths(result as object[]).filter((path) => !trial.nulls?.includes(path))).toEqual([]);
        // Only the embedded database returns the types of a statement's columns.
        if (kind === 'pglite') expect(await columnsOf(built)).toEqual(await declaredTypes(statement.columns));
      });
    }
  });
}

async function tryOnce(
  statement: Statement,
  trial: Trial<unknown[]>,
): Promise<{ built: Sql; result: unknown }> {
  let tried: { built: Sql; result: unknown } | undefined;
  const attempt = db().$transaction(async (tx) => {
    await trial.given?.(tx);
    const args = trial.args as never[];
    tried = { built: statement.build(...args), result: await statement(tx, ...args) };
    await trial.check?.(tx);
    throw new Rollback();
  });
  await attempt.catch((error) => {
    if (!(error instanceof Rollback)) throw error;
  });
  if (!tried) throw new Error('The statement did not run.');
  return tried;
}

/** Returns the columns of a statement's recordsets that it does not use, as `n.column`. */
function unusedColumns(text: string): string[] {
  const recordsets = [...text.matchAll(/json_to_recordset\(\$\d+::json\) AS (\w+)\(([^)]*)\)/g)];
  return recordsets.flatMap(([, alias, columns = '']) =>
    [...columns.matchAll(/"(\w+)" /g)]
      .map(([, column]) => `${alias}."${column}"`)
      .filter((column) => !text.includes(column)),
  );
}

/** Returns the columns without a value in any row, keys of JSON objects as `column.key`; `no rows` when there are none. */
function emptyPaths(rows: object[]): string[] {
  if (rows.length === 0) return ['no rows'];
  const paths = new Map<string, boolean>();
  const look = (value: object, prefix: string) => {
    for (const [key, inner] of Object.entries(value)) {
      const path = prefix + key;
      paths.set(path, paths.get(path) || inner !== null);
      if (!prefix && Object.getPrototypeOf(inner ?? [])?.constructor === Object) look(inner, `${path}.`);
    }
  };
  for (const row of rows) look(row, '');
  return [...paths].flatMap(([path, hasValue]) => (hasValue ? [] : path));
}

type Types = Record<string, number>;

async function columnsOf(built: Sql): Promise<Types> {
  const described = await openedDatabase().pglite?.describeQuery(built.text);
  return Object.fromEntries(described?.resultFields.map(({ name, dataTypeID }) => [name, dataTypeID]) ?? []);
}

async function declaredTypes(columns: Columns): Promise<Types> {
  const entries = Object.entries(columns).map(async ([name, { type }]) => {
    const { rows } = (await openedDatabase().pglite?.query<{ oid: number }>(
      'SELECT $1::text::regtype::oid::int AS "oid"',
      [type],
    )) ?? { rows: [] };
    return [name, rows[0]?.oid];
  });
  return Object.fromEntries(await Promise.all(entries));
}
