import { z } from 'zod';
import { Prisma } from './database/generated/prisma/client';

/** A piece of SQL with its parameters. */
export type Sql = Prisma.Sql;
export const { sql, empty, join } = Prisma;

/** What a statement runs on: the database, or a transaction. */
type Runner = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/**
 * A column: its type as PostgreSQL writes it, and the schema of its values, from the driver or out of JSON.
 */
export type Column<T = unknown> = { type: string; schema: z.ZodType<T> };
/** Columns by their names. */
export type Columns = Record<string, Column>;
/** A row of these columns. */
export type Row<C extends Columns> = { [Name in keyof C]: z.output<C[Name]['schema']> };

export const text: Column<string> = { type: 'text', schema: z.string() };
export const int: Column<number> = { type: 'int', schema: z.number() };
export const boolean: Column<boolean> = { type: 'boolean', schema: z.boolean() };
/**
 * `count(*)` and `bigserial`. What fits is better cast: `count(*)::int`.
 * @public for the generated columns
 */
export const bigint: Column<bigint> = { type: 'bigint', schema: z.bigint() };
/** A time as PostgreSQL writes it within JSON. */
const JSON_TIME = /^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The driver gives a Date; within JSON a time is text. A page of meetings has hundreds of them, and a union of schemas takes
 * three times as long.
 */
export const timestamptz: Column<Date> = {
  type: 'timestamptz',
  schema: z.transform((value, context): Date => {
    const time = typeof value === 'string' && JSON_TIME.test(value) ? new Date(value) : value;
    if (time instanceof Date && !Number.isNaN(+time)) return time;
    context.issues.push({ code: 'custom', message: 'is no time', input: value });
    return z.NEVER;
  }),
};

/**
 * A column of an enum type of the database.
 * @public for the generated columns
 */
export function enumOf<const T extends string>(name: string, values: readonly T[]): Column<T> {
  return { type: `"${name}"`, schema: z.enum(values) };
}

/** A text that is one of these. */
export function oneOf<const T extends string>(...values: readonly T[]): Column<T> {
  return { type: 'text', schema: z.enum(values) };
}

/** A jsonb column whose values are parsed by a schema. */
export function json<T>(schema: z.ZodType<T>): Column<T> {
  return { type: 'jsonb', schema };
}

/** A jsonb column with an object of these columns and no others, as `to_jsonb` makes it of a row. */
export function jsonRow<C extends Columns>(columns: C): Column<Row<C>> {
  return { type: 'jsonb', schema: rowSchema(columns) };
}

export function arrayOf<T>({ type, schema }: Column<T>): Column<T[]> {
  return { type: `${type}[]`, schema: z.array(schema) };
}

export function nullable<T>({ type, schema }: Column<T>): Column<T | null> {
  return { type, schema: schema.nullable() };
}

/** Some of a table's columns. */
export function pick<C extends Columns, Name extends keyof C & string>(
  columns: C,
  ...names: Name[]
): Pick<C, Name> {
  return Object.fromEntries(names.map((name) => [name, columns[name]])) as Pick<C, Name>;
}

/** Text of ours as a piece of SQL, such as the name of a table. Never text that someone has sent. */
export function verbatim(text: string): Sql {
  return Prisma.raw(text);
}

/** The columns of a table by its alias, for SELECT and RETURNING: `b."id", b."version"`. */
export function select(alias: string, columns: Columns): Sql {
  return Prisma.raw(
    Object.keys(columns)
      .map((name) => `${alias}."${name}"`)
      .join(', '),
  );
}

/**
 * The list of an IN: `b."status" IN (${listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES)})`. Its values are constants of ours and
 * stand in the text, so that also the plan of a prepared statement uses the partial indexes of those values.
 */
export function listOf<T extends string>({ type }: Column<T>, values: readonly T[]): Sql {
  return Prisma.raw(values.map((value) => `'${value.replaceAll("'", "''")}'::${type}`).join(', '));
}

/**
 * Rows as a table of a FROM, sent as one JSON parameter (arrays as parameters are another thing on each
 * database). JSON and column list come from the same columns: a row without one of them, or with undefined,
 * does not compile.
 */
export function recordset<C extends Columns>(alias: string, columns: C, rows: readonly Row<C>[]): Sql {
  const names = Object.keys(columns);
  const table = names.map((name) => `"${name}" ${columns[name]?.type}`).join(', ');
  const records = rows.map((row) => {
    const record: Record<string, unknown> = {};
    for (const name of names) {
      const value: unknown = row[name];
      // Twice as fast as to let JSON.stringify do it.
      record[name] = value instanceof Date ? value.toISOString() : value;
    }
    return record;
  });
  return sql`json_to_recordset(${JSON.stringify(records)}::json) AS ${Prisma.raw(`${alias}(${table})`)}`;
}

/**
 * The row of this alias has the id of one of these rows. A statement that joins a `recordset` by its ids says so too: PostgreSQL
 * takes any recordset for 100 rows, and for so many would read a table of some 10,000 as a whole.
 */
export function isAmong(alias: Sql, rows: readonly { id: string }[]): Sql {
  return sql`${alias}."id" = ANY(${rows.map(({ id }) => id)}::text[])`;
}

/** A statement that gives rows: called with what it runs on and its arguments. */
export type Query<C extends Columns, Args extends unknown[]> = {
  (on: Runner, ...args: Args): Promise<Row<C>[]>;
  columns: C;
  build: (...args: Args) => Sql;
};

/** A statement that gives the number of rows it has changed. */
export type Command<Args extends unknown[]> = {
  (on: Runner, ...args: Args): Promise<number>;
  build: (...args: Args) => Sql;
};

/**
 * Declares a statement and the columns of its rows. Every row is parsed: one with another column, without
 * one, or with a value of another type is an error, never a silent `undefined`.
 */
export function query<C extends Columns, Args extends unknown[]>(
  columns: C,
  build: (...args: Args) => Sql,
): Query<C, Args> {
  const rows = z.array(rowSchema(columns));
  const run = async (on: Runner, ...args: Args) => rows.parse(await on.$queryRaw(build(...args)));
  return Object.assign(run, { columns, build });
}

/** Declares a statement whose rows no one reads. */
export function command<Args extends unknown[]>(build: (...args: Args) => Sql): Command<Args> {
  const run = (on: Runner, ...args: Args) => on.$executeRaw(build(...args));
  return Object.assign(run, { build });
}

function rowSchema<C extends Columns>(columns: C): z.ZodType<Row<C>> {
  const shape = Object.fromEntries(Object.entries(columns).map(([name, { schema }]) => [name, schema]));
  return z.strictObject(shape) as unknown as z.ZodType<Row<C>>;
}
