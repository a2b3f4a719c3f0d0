import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnDatabases } from '@/test/database';
import { db } from './database/client';
import { BotStatus } from './database/generated/columns';
import {
  arrayOf,
  boolean,
  int,
  json,
  jsonRow,
  listOf,
  nullable,
  query,
  type Row,
  recordset,
  select,
  sql,
  text,
  timestamptz,
} from './sql';

const columns = {
  name: text,
  count: int,
  isNew: boolean,
  at: timestamptz,
  status: BotStatus,
  config: json(z.record(z.string(), z.unknown())),
  labels: arrayOf(text),
  until: nullable(timestamptz),
  note: nullable(text),
};
const rows: Row<typeof columns>[] = [
  {
    name: 'He said: "it\'s" \\ {}',
    count: -3,
    isNew: true,
    at: new Date('2026-11-30T09:00:00.123Z'),
    status: 'InMeeting',
    config: { list: [1, { deep: null }], text: '“ü”' },
    labels: ['one', 'two, three'],
    until: new Date(0),
    note: 'note',
  },
  {
    name: '',
    count: 0,
    isNew: false,
    at: new Date('2027-02-28T23:59:59.999Z'),
    status: 'Done',
    config: {},
    labels: [],
    until: null,
    note: null,
  },
];

const read = query(columns, () => sql`SELECT ${select('r', columns)} FROM ${recordset('r', columns, rows)}`);
const readAsJson = query(
  { row: jsonRow(columns) },
  () => sql`SELECT to_jsonb(r) AS "row" FROM ${recordset('r', columns, rows)}`,
);
const readMisspelt = query({ name: nullable(text) }, () => sql`SELECT 'a' AS "nmae"`);
const readWrongType = query({ name: text }, () => sql`SELECT 1 AS "name"`);
const readMisspeltJson = query(
  { row: jsonRow({ name: nullable(text) }) },
  () => sql`SELECT jsonb_build_object('nmae', 'a') AS "row"`,
);
const readAmong = query(
  { name: text },
  () => sql`
    SELECT r."name" FROM ${recordset('r', columns, rows)} WHERE r."status" IN (${listOf(BotStatus, ['Done', 'Missed'])})`,
);

describeOnDatabases('A declared statement', () => {
  it('gives back each column of a recordset as it was, within a transaction', async () => {
    await db().$transaction(async (tx) => {
      expect(await read(tx)).toEqual(rows);
    });
  });

  it('turns times within JSON into dates', async () => {
    expect(await readAsJson(db())).toEqual(rows.map((row) => ({ row })));
  });

  it('compares an enum with a list', async () => {
    expect(await readAmong(db())).toEqual([{ name: '' }]);
  });

  it('refuses a row with a misspelt alias, also one that may be null', async () => {
    await expect(readMisspelt(db())).rejects.toThrow('nmae');
  });

  it('refuses an object of JSON with a misspelt key', async () => {
    await expect(readMisspeltJson(db())).rejects.toThrow('nmae');
  });

  it('refuses a value of another type', async () => {
    await expect(readWrongType(db())).rejects.toThrow('expected string');
  });
});
