export { createLocalFetch } from './local-fetch';
export { currentLocalRunner } from './registry';
export { type LocalRunnerOptions, startLocalRunner } from './start-local-runner';
export type { LocalRunner } from './types';
