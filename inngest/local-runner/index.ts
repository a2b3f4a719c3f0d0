export { createLocalFetch, currentLocalRunner } from './receive-events';
export { type LocalRunnerOptions, startLocalRunner } from './start-local-runner';
export type { LocalRunner } from './types';
