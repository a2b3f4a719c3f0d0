// @ts-check

/** Pure code by group, and the share of its mutants, in per cent, that its unit tests have to kill. */
export const GROUPS = [
  {
    name: 'decisions',
    goal: 95,
    files: [
      'lib/scheduling/domain/{join-decision,plan-bot,rules,shared-link,join-time}.ts',
      'lib/occurrences/domain/successors.ts',
      'lib/calendar-sync/domain/calendar-health.ts',
    ],
  },
  {
    name: 'occurrences',
    goal: 92,
    files: ['lib/occurrences/domain/occurrences.ts', 'lib/occurrences/domain/recurrence/!(*.test).ts'],
  },
  { name: 'links', goal: 88, files: ['lib/meeting-link/!(*.test).ts'] },
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
