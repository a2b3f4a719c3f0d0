/** Names the contract that an answer was made by. */
export const CONTRACT_HEADER = 'X-Usher-Contract';

/** Returns the version of the contract that this code was built with (next.config.mjs): pages and server compare theirs. */
export function contractVersion(): string {
  return process.env.CONTRACT_VERSION ?? 'not built';
}
