import { cpus } from 'node:os';
import { clockFaults } from './faults/clock';
import { databaseFaults } from './faults/database';
import { googleFaults, providerFaults } from './faults/google';
import { inngestFaults } from './faults/inngest';
import { processFaults } from './faults/processes';
import { several } from './faults/several';
import type { Place } from './installation';
import { playFaults } from './play';
import { isSurvived, type Row, table } from './table';

/**
 * `npm run test:faults [-- NAME…]` plays a day of meetings with each fault (or those of these names, or at these
 * places) on the built app, prints what became of them as docs/reliability.md has it, and exits with 1 when a bot was
 * doubled, missed or wrong, or an acknowledged write lost.
 */
const PLACES: Place[] = ['postgres', 'inngest', 'pglite'];
const all = [
  ...processFaults,
  ...databaseFaults,
  ...googleFaults,
  ...providerFaults,
  ...clockFaults,
  ...inngestFaults,
  several,
];

const names = process.argv.slice(2);
const places = PLACES.filter((place) => names.includes(place));
const wanted = names.filter((name) => !PLACES.some((place) => place === name));
const unknown = wanted.filter((name) => !all.some((fault) => fault.name === name));
if (unknown.length > 0) {
  console.error(`No such fault: ${unknown.join(', ')}. Faults: ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

// Two installations at once: most faults are played on PostgreSQL, and beside them those of the other two, one after the other.
const [onPostgres, onOthers] = await Promise.all([playAt(['postgres']), playAt(['inngest', 'pglite'])]);
const rows = [...onPostgres, ...onOthers];
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model})\n`);
console.log(table(rows));
process.exit(rows.every(isSurvived) ? 0 : 1);

async function playAt(some: Place[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const place of some.filter((one) => places.length === 0 || places.includes(one))) {
    const faults = all.filter(
      ({ name, on }) => on.includes(place) && (wanted.length === 0 || wanted.includes(name)),
    );
    if (faults.length > 0) rows.push(...(await playFaults(place, faults)));
  }
  return rows;
}
