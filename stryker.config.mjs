// @ts-check

/**
 * Pure code by group, the unit tests that it is measured by, and the share of its mutants, in per cent, that they have to
 * kill. A constant of a module runs all tests of its group, so a group has no more tests than it needs.
 */
export const GROUPS = [
  {
    name: 'decisions',
    goal: 95,
    files: [
      'lib/scheduling/domain/{join-decision,plan-bot,rules,shared-link,join-time}.ts',
      'lib/occurrences/domain/successors.ts',
      'lib/calendar-sync/domain/calendar-health.ts',
    ],
    tests: ['lib/{scheduling,calendar-sync}/domain/*.test.ts', 'lib/occurrences/domain/successors*.test.ts'],
  },
  {
    name: 'occurrences',
    goal: 92,
    files: ['lib/occurrences/domain/occurrences.ts', 'lib/occurrences/domain/recurrence/!(*.test).ts'],
    tests: ['lib/occurrences/domain/occurrences*.test.ts', 'lib/occurrences/domain/recurrence/*.test.ts'],
  },
  {
    name: 'links',
    goal: 88,
    files: ['lib/meeting-link/!(*.test).ts'],
    tests: ['lib/meeting-link/*.test.ts'],
  },
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
