/** Why the database cannot be opened, in one plain sentence for the person who started the program. */
export class DatabaseRefusal extends Error {
  override readonly name = 'DatabaseRefusal';
}

/**
 * Returns the first line of an error. A refused connection to several addresses has its message one level
 * deeper.
 */
export function reason(error: unknown): string {
  const { message, errors, code } = error as Error & { errors?: Error[]; code?: string };
  const text = message || errors?.[0]?.message || code || String(error);
  return text.split('\n')[0]?.replace(/\.$/, '') ?? '';
}
