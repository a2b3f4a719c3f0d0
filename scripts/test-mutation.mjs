// @ts-check
// `npm run test:mutation [-- group…]`: changes pure code in one place at a time and runs its unit tests. It fails when too
// many changes go unnoticed; those are listed.
import { Stryker } from '@stryker-mutator/core';
import { GROUPS } from '../stryker.config.mjs';

const wanted = process.argv.slice(2);
for (const { name, goal, files, tests } of GROUPS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}: at least ${goal} % of the mutants are to be killed`);
  // Read by vitest.mutation.config.ts, in Stryker's processes.
  process.env.MUTATION_TESTS = JSON.stringify(tests);
  // Below `break` Stryker sets the exit code.
  const thresholds = { high: goal, low: goal, break: goal };
  await new Stryker({ mutate: files, thresholds }).runMutationTest();
}
