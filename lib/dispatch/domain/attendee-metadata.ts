/** Attendee takes so many characters of metadata, as Python writes it as JSON. */
const MOST_METADATA = 1_000;
/** What ours takes of them: the bot's id, with its name. */
const OURS = { usher_bot_id: 'x'.repeat(28) };

/** Returns the length of attributes as Attendee measures them: with Python's spaces, and characters beyond ASCII escaped. */
export function metadataLength(attributes: Record<string, string>): number {
  const fields = Object.entries(attributes);
  const between = 2 * Math.max(fields.length - 1, 0);
  return fields.reduce((sum, [name, value]) => sum + textLength(name) + 2 + textLength(value), 2 + between);
}

/** Returns the length of a text in JSON: what is not printable ASCII takes six characters for each half. */
function textLength(text: string): number {
  return JSON.stringify(text).replace(/[^ -~]/g, '\\u0000').length;
}

/** Returns what is wrong with a person's attributes, or null: with ours they must not be too long. */
export function metadataProblem(attributes: Record<string, string>): string | null {
  const length = metadataLength({ ...attributes, ...OURS });
  if (length <= MOST_METADATA) return null;
  return `must be shorter: with Usher's own they take ${length} characters as JSON, and Attendee takes ${MOST_METADATA}`;
}

/**
 * Returns attributes that Attendee takes: where they are too long, the longest are left out.
 * @param ours are never left out
 * @returns also the names of those that were left out
 */
export function shortMetadata(
  attributes: Record<string, string>,
  ours: Record<string, string>,
): { metadata: Record<string, string>; leftOut: string[] } {
  const metadata = { ...attributes, ...ours };
  const byLength = Object.keys(attributes)
    .filter((name) => !(name in ours))
    .sort((one, other) => lengthOf(attributes, other) - lengthOf(attributes, one));
  const leftOut: string[] = [];
  for (const name of byLength) {
    if (metadataLength(metadata) <= MOST_METADATA) break;
    delete metadata[name];
    leftOut.push(name);
  }
  return { metadata, leftOut };
}

function lengthOf(attributes: Record<string, string>, name: string): number {
  return textLength(name) + textLength(attributes[name] ?? '');
}
