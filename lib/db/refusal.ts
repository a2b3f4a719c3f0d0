/** Why the database cannot be opened, in one plain sentence for the person who started the program. */
export class DatabaseRefusal extends Error {
  override readonly name = 'DatabaseRefusal';
}

/** The exit code of a program that said itself why it cannot start (EX_CONFIG of sysexits.h). */
const REFUSED = 78;

/** Says on stderr why the database cannot be opened, and ends the process with a code that means "already said". */
export function exitRefused(refusal: DatabaseRefusal): never {
  console.error(refusal.message);
  process.exit(REFUSED);
}
