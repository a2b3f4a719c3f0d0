import { htmlToText } from './html-text';
import type { RecognizedLink } from './platforms';
import { readLinks } from './read-links';

/**
 * A choice is a link key, or a link that a person pasted: this sign, a fingerprint of the links that the event itself named
 * then, and the address. It counts as long as the event names the same links.
 */
const PASTED = /^pasted:([0-9a-z]+):(https:.+)$/;

/** Returns the first meeting link in what a person typed, unwrapped and without a host's rights, or null. */
function readPaste(text: string): RecognizedLink | null {
  return readLinks(htmlToText(text.slice(0, 8192)))[0] ?? null;
}

/** Returns the choice of a pasted link for an event that names these links itself, or null when it is no meeting link. */
export function pastedChoice(text: string, ownKeys: string[]): string | null {
  const link = readPaste(text);
  return link && `pasted:${fingerprint(ownKeys)}:${link.url}`;
}

/** Returns the link of a choice that was pasted, and whether it counts for an event with these links; else null. */
export function readPastedChoice(
  choice: string,
  ownKeys: string[],
): { link: RecognizedLink; counts: boolean } | null {
  const [, own, address] = PASTED.exec(choice) ?? [];
  const link = address ? readPaste(address) : null;
  return link && { link, counts: own === fingerprint(ownKeys) };
}

/** Returns the link key that a choice leads to. */
export function linkKeyOf(choice: string): string {
  return readPastedChoice(choice, [])?.link.key ?? choice;
}

/** Returns a short text that differs where the link keys differ (FNV-1a, twice). */
function fingerprint(keys: string[]): string {
  const text = [...keys].sort().join(' ');
  const hash = (seed: number) => {
    let value = seed;
    for (let index = 0; index < text.length; index += 1)
      value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    return (value >>> 0).toString(36);
  };
  return hash(0x811c9dc5) + hash(0x1b873593);
}
