/**
 * Returns what exists once in this process under a name, and makes it at the first call.
 *
 * Next bundles a module once for each of its entry points, so a module's own variables exist several times in
 * one process: there would be several open databases. What must exist once hangs on `globalThis`.
 * @param name the same for the same thing, and for nothing else
 */
export function processGlobal<T>(name: string, make: () => T): T {
  const key = Symbol.for(`usher.${name}`);
  const holder = globalThis as { [key]?: T };
  holder[key] ??= make();
  return holder[key];
}
