import { z } from 'zod';

/** Finds what PostgreSQL's text cannot hold: NUL, and half a surrogate pair. JSON and URLs can. */
export const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * Any text, as JSON Schema says it. Half a surrogate pair is not said: a pattern that names it refuses every emoji where
 * a program compiles it without the `u` flag.
 */
export const ANY_TEXT = '^[^\\x00]*$';
/** Text that is more than spaces, said so that programs of any language can read it. */
const NOT_BLANK = '^[^\\x00]*[^\\s\\x00][^\\x00]*$';

/** Returns whether a text has so many characters at most. JSON Schema counts code points, JavaScript UTF-16 units. */
function fits(text: string, most: number): boolean {
  return text.length <= most || [...text].length <= most;
}

/** Returns the schema of a text of so many characters at most. */
export function shortText(most: number, message = `must have at most ${most} characters`) {
  return z
    .string()
    .refine((text) => fits(text, most), message)
    .meta({ maxLength: most });
}

/** Returns the schema of a text that is not blank and has so many characters at most. */
export function filledText(most: number, message = `must be 1 to ${most} characters`) {
  return z
    .string()
    .refine((text) => /\S/.test(text) && fits(text, most), message)
    .meta({ minLength: 1, maxLength: most, pattern: NOT_BLANK });
}

/** The schema of a text of any length that is not blank. */
export const notBlank = z
  .string()
  .refine((text) => /\S/.test(text), 'must not be blank')
  .meta({ minLength: 1, pattern: NOT_BLANK });
