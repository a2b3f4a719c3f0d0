import { botsAtProvider, playDay } from './day';
import type { Fault } from './fault';
import { type Installation, openInstallation, type Place, waitUntilReady } from './installation';
import { judge } from './judge';
import type { Row } from './table';

/**
 * Plays faults one after the other on one installation, each with a person of its own.
 * @returns a row of the table for each; none where the system has no PostgreSQL programs, where one is needed
 */
export async function playFaults(place: Place, faults: Fault[]): Promise<Row[]> {
  const installation = await openInstallation(place);
  if (!installation) {
    console.log(
      'Note: no PostgreSQL programs found (Debian: apt install postgresql); no fault is played on it.',
    );
    return [];
  }
  try {
    const rows: Row[] = [];
    for (const [index, fault] of faults.entries()) {
      const row = await playOne(installation, fault, index);
      tell(row);
      rows.push(row);
    }
    return rows.map((row) => judgedAgain(row, installation));
  } finally {
    await installation.close();
  }
}

async function playOne(installation: Installation, fault: Fault, number: number): Promise<Row> {
  const { place } = installation;
  const impossible = fault.impossible?.(installation);
  if (impossible) return { fault, place, problem: `not played: ${impossible}` };
  try {
    const played = await playDay(installation, fault, number);
    const readyMs = await waitUntilReady(installation);
    if (readyMs === undefined) await startAnew(installation);
    return { fault, place, played, problem: played.problem, readyMs };
  } catch (error) {
    await fault.end(installation).catch(() => undefined);
    await startAnew(installation);
    return { fault, place, problem: (error as Error).message };
  }
}

/** One fault that is not survived must not spoil the next one. */
async function startAnew({ apps }: Installation): Promise<void> {
  for (const app of apps) {
    await app.kill();
    await app.start();
  }
}

/** Counts again whatever came twice until now: a second bot may come long after its day. */
function judgedAgain(row: Row, installation: Installation): Row {
  if (!row.played) return row;
  const { verdict } = row.played;
  const { doubled, findings } = judge({ ...row.played, bots: botsAtProvider(installation) });
  if (doubled === verdict.doubled) return row;
  const late = findings.filter((finding) => finding.startsWith('Doubled'));
  const again = { ...row, played: { ...row.played, verdict: { ...verdict, doubled, findings: late } } };
  console.log('After its day:');
  tell(again);
  return again;
}

/** Prints what became of a day, with whatever is not as it should be. */
function tell({ fault, place, played, problem, readyMs }: Row): void {
  const { due, joined, findings = [] } = played?.verdict ?? {};
  const ready = readyMs === undefined ? 'not ready again' : `ready again after ${readyMs} ms`;
  const joins = played ? [`${joined} of ${due} joined`, ready] : [];
  console.log(`${fault.name} (${place}): ${[...joins, ...(problem ? [problem] : [])].join(', ')}`);
  for (const finding of findings) console.log(`  ${finding}`);
}
