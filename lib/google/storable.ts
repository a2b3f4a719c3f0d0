/**
 * JSON from Google as PostgreSQL can keep it: without NUL, and with U+FFFD in the place of half a surrogate pair
 * (PostgreSQL manual, section "JSON Types"). People get both into their events by pasting.
 */
export function storable<T>(json: T): T {
  if (typeof json === 'string') return cleanText(json) as T;
  if (Array.isArray(json)) return json.map(storable) as T;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [cleanText(key), storable(value)]),
  ) as T;
}

function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
