import { cpus } from 'node:os';
import type { DatabaseKind } from '../database';
import { clockFaults } from './faults/clock';
import { databaseFaults } from './faults/database';
import { googleFaults, providerFaults } from './faults/google';
import { processFaults } from './faults/processes';
import { several } from './faults/several';
import { playFaults } from './play';
import { isSurvived, type Row, table } from './table';

/**
 * `npm run test:faults [-- NAME…]` plays a day of meetings with each fault (or those of these names, or on these
 * databases) on the built app, prints what became of them as docs/reliability.md has it, and exits with 1 when a bot was
 * doubled, missed or wrong, or an acknowledged write lost.
 */
const DATABASES: DatabaseKind[] = ['postgres', 'pglite'];
const all = [
  ...processFaults,
  ...databaseFaults,
  ...googleFaults,
  ...providerFaults,
  ...clockFaults,
  several,
];

const names = process.argv.slice(2);
const databases = DATABASES.filter((kind) => names.includes(kind));
const wanted = names.filter((name) => !DATABASES.some((kind) => kind === name));
const unknown = wanted.filter((name) => !all.some((fault) => fault.name === name));
if (unknown.length > 0) {
  console.error(`No such fault: ${unknown.join(', ')}. Faults: ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const rows: Row[] = [];
for (const database of databases.length > 0 ? databases : DATABASES) {
  const faults = all.filter(
    ({ name, on }) => on.includes(database) && (wanted.length === 0 || wanted.includes(name)),
  );
  if (faults.length > 0) rows.push(...(await playFaults(database, faults)));
}
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model})\n`);
console.log(table(rows));
process.exit(rows.every(isSurvived) ? 0 : 1);
