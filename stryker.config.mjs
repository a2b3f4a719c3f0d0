// @ts-check

/**
 * Pure code by group, the unit tests that it is measured by, and the share of its mutants, in per cent, that they have to
 * kill. Constants of a module are not mutated.
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
  reporters: ['progress-append-only', 'clear-text'],
  clearTextReporter: { allowColor: false, logTests: false },
  // A constant of a module makes all tests of its group run, for what is mostly a table: regular expressions, names, limits.
  ignoreStatic: true,
  // A test takes some ms. A mutant that loops is waited for in vain, and there are many of them.
  timeoutMS: 1_500,
  timeoutFactor: 2,
  ignorePatterns: ['/.next', '/.ci', '/docs', '/e2e', '/public', '/prisma', '/components', '/app', '/bench'],
};
