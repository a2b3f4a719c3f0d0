// @ts-check

/** Pure code by group, and the share of its mutants, in per cent, that its unit tests have to kill. */
export const GROUPS = [
  {
    name: 'decisions',
    goal: 95,
    files: ['lib/domain/{join-decision,plan-bot,rules,one-room,successors,join-time,calendar-health}.ts'],
  },
  { name: 'occurrences', goal: 92, files: ['lib/domain/{occurrences,recurrence}/!(*.test|testing-*).ts'] },
  { name: 'links', goal: 88, files: ['lib/domain/meeting-link/!(*.test|hostile-text).ts'] },
];

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false },
  // Constants of a module are mutated as well, though each of them makes the module load again.
  warnings: { slow: false },
};
