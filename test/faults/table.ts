import type { Played } from './day';
import type { Fault } from './fault';
import type { Place } from './installation';

/** What became of a fault on an installation: a day that was played, and what went wrong besides. */
export type Row = {
  fault: Fault;
  place: Place;
  played?: Played;
  problem?: string;
  /** How long after the day all processes were ready; undefined when they were not in time. */
  readyMs?: number | undefined;
};

/** Returns whether a fault was survived: nothing doubled, missed, wrong or lost, and ready again. */
export function isSurvived({ played, problem, readyMs }: Row): boolean {
  if (problem !== undefined || !played) return problem?.startsWith('not played') ?? false;
  const { doubled, missed, wrong, lost } = played.verdict;
  return doubled + missed + wrong + lost === 0 && readyMs !== undefined;
}

const COUNTS = ['due', 'joined', 'doubled', 'missed', 'wrong', 'lost'] as const;

/** Returns the table of docs/reliability.md, in Markdown. */
export function table(rows: Row[]): string {
  const titles = ['fault', 'what happens', 'on', ...COUNTS, 'latest', 'after the fault'];
  const lines = rows.map((row) => {
    const { fault, place, played, problem } = row;
    const name = [fault.name, fault.says, place];
    if (!played) return [...name, problem ?? ''];
    const { latestMs, latestAfterFaultMs, ...counts } = played.verdict;
    const numbers = COUNTS.map((count) => counts[count]);
    return [
      ...name,
      ...numbers,
      inSeconds(latestMs),
      [inSeconds(latestAfterFaultMs), problem].filter(Boolean).join(', '),
    ];
  });
  return [titles, titles.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
