import { expect, it } from 'vitest';
import type { Fault } from './fault';
import { isSurvived, type Row, table } from './table';

const fault: Fault = { name: 'killed', says: 'A process is killed', on: ['pglite'], begin, end: begin };
async function begin(): Promise<void> {}

/** A day on which all went well, but for what is given. */
function row(verdict: object = {}, more: Partial<Row> = {}): Row {
  const well = { due: 8, joined: 8, doubled: 0, missed: 0, wrong: 0, lost: 0 };
  const played = {
    ...{
      meetings: [],
      bots: [],
      writes: [],
      judgedMs: 0,
      fault: { beganMs: 0, endedMs: 0 },
      problem: undefined,
    },
    verdict: { ...well, latestMs: 1234, latestAfterFaultMs: 56, findings: [], ...verdict },
  };
  return { fault, place: 'pglite', played, readyMs: 10, ...more };
}

it.each([
  ['a day on which all went well', row(), true],
  ['a doubled bot', row({ doubled: 1 }), false],
  ['a missed bot', row({ missed: 1 }), false],
  ['a wrong bot', row({ wrong: 1 }), false],
  ['a lost write', row({ lost: 1 }), false],
  ['processes that are not ready again', row({}, { readyMs: undefined }), false],
  ['a write that no one acknowledged', row({}, { problem: 'PUT: 503' }), false],
  ['a day that broke off', row({}, { played: undefined, problem: 'The bots were not scheduled.' }), false],
  [
    'a fault that cannot be played here',
    row({}, { played: undefined, problem: 'not played: no root' }),
    true,
  ],
])('knows whether a fault was survived: %s', (_, of, expected) => {
  expect(isSurvived(of)).toBe(expected);
});

it('prints a row for each fault', () => {
  expect(table([row()]).split('\n')[2]).toBe(
    '| killed | A process is killed | pglite | 8 | 8 | 0 | 0 | 0 | 0 | 1.23 s | 0.06 s |',
  );
});
