/**
 * Returns JSON from outside as PostgreSQL can store it: without NUL, and with U+FFFD in place of half a
 * surrogate pair (PostgreSQL manual, section "JSON Types"). People get both into their events by pasting.
 */
export function storable<T>(json: T): T {
  return isStorable(json) ? json : clean(json);
}

const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** It is nearly always true, so it is checked first: then nothing is copied. */
function isStorable(json: unknown): boolean {
  if (typeof json === 'string') return isCleanText(json);
  if (typeof json !== 'object' || json === null) return true;
  if (Array.isArray(json)) return json.every(isStorable);
  for (const key in json) {
    if (!isCleanText(key) || !isStorable((json as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function isCleanText(text: string): boolean {
  return !UNSTORABLE.test(text);
}

function clean<T>(json: T): T {
  if (typeof json === 'string') return cleanText(json) as T;
  if (Array.isArray(json)) return json.map(clean) as T;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [cleanText(key), clean(value)])) as T;
}

function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
