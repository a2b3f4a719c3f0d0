import { randomUUID } from 'node:crypto';
import { processGlobal } from './process-global';

/** While `writeJson` writes: the texts of the objects that are written already, in the order in which they come. */
type Writing = { placeholder: string; texts: string[] | null };

const writing = processGlobal(
  'written-json',
  // No one can guess it, so no text of a person's has it.
  (): Writing => ({ placeholder: `written ${randomUUID()}`, texts: null }),
);

/**
 * Returns an object as it is, frozen, and writes it as JSON once: whenever `writeJson` comes to it, it takes that text. It
 * pays for large objects that many answers have.
 */
export function writtenOnce<T extends object>(value: T): Readonly<T> {
  const text = JSON.stringify(value);
  const toJSON = () => {
    if (!writing.texts) return { ...value };
    writing.texts.push(text);
    return writing.placeholder;
  };
  return Object.freeze(Object.defineProperty(value, 'toJSON', { value: toJSON }));
}

/** Returns a field as JSON can hold it, which has no numbers as large as the database's; `JSON.stringify` takes it as its second argument. */
export function jsonValue(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Returns a value as JSON, as `JSON.stringify` does. */
export function writeJson(value: unknown): string {
  const texts: string[] = [];
  writing.texts = texts;
  try {
    const parts = JSON.stringify(value).split(`"${writing.placeholder}"`);
    return parts.map((part, index) => part + (texts[index] ?? '')).join('');
  } finally {
    writing.texts = null;
  }
}
