/**
 * Returns JSON from outside as PostgreSQL can store it: without NUL, and with U+FFFD in place of half a
 * surrogate pair (PostgreSQL manual, section "JSON Types"). People get both into their events by pasting. What is nested so
 * deeply that no one can have meant it becomes null.
 */
export function storable<T>(json: T): T {
  return isStorable(json) ? json : clean(json);
}

const MAX_DEPTH = 100;
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** It is nearly always true, so it is checked first: then nothing is copied. */
function isStorable(json: unknown, depth = 0): boolean {
  if (typeof json === 'string') return isCleanText(json);
  if (typeof json !== 'object' || json === null) return true;
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(json)) return json.every((item) => isStorable(item, depth + 1));
  for (const key in json) {
    if (!isCleanText(key) || !isStorable((json as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}

function isCleanText(text: string): boolean {
  return !UNSTORABLE.test(text);
}

function clean<T>(json: T, depth = 0): T {
  if (typeof json === 'string') return cleanText(json) as T;
  if (typeof json !== 'object' || json === null) return json;
  if (depth === MAX_DEPTH) return null as T;
  if (Array.isArray(json)) return json.map((item) => clean(item, depth + 1)) as T;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [cleanText(key), clean(value, depth + 1)]),
  ) as T;
}

function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
