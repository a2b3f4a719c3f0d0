import { expect, test } from '@playwright/test';
import { several } from '../test/faults/faults/several';
import { playFaults } from '../test/faults/play';

test('a day with a killed process, a restarted PostgreSQL and lost answers has each bot once', async () => {
  const [row] = await playFaults('postgres', [several]);
  test.skip(!row, 'There is no PostgreSQL on this computer.');
  expect(row?.problem).toBeUndefined();
  expect(row?.played?.verdict).toMatchObject({ due: 8, joined: 8, doubled: 0, findings: [] });
  expect(row?.readyMs).toBeDefined();
});
