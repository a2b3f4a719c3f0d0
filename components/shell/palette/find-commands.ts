import type { LucideIcon } from 'lucide-react';

export const GROUPS = ['Pages', 'Actions', 'Meetings', 'Bots'] as const;

export type Command = {
  id: string;
  group: (typeof GROUPS)[number];
  /** What it does or opens; a title may be written from right to left. */
  label: string;
  /** What tells it from others of the same name. */
  detail?: string;
  /** Other words by which people look for it. */
  words?: string;
  icon: LucideIcon;
  run: () => void;
};

/**
 * Returns the commands that have all words of a text, in any case and with any accents, by group and best first: those whose
 * label begins with it, then those with a word that does.
 */
export function findCommands(commands: readonly Command[], text: string): Command[] {
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const found = commands.flatMap((command) => {
    const label = folded(command.label);
    const all = `${label} ${folded(command.words ?? '')}`;
    if (!wanted.every((word) => all.includes(word))) return [];
    const first = wanted[0] ?? '';
    return [{ command, rank: label.startsWith(first) ? 0 : ` ${all}`.includes(` ${first}`) ? 1 : 2 }];
  });
  return GROUPS.flatMap((group) =>
    found
      .filter(({ command }) => command.group === group)
      .sort((a, b) => a.rank - b.rank)
      .map(({ command }) => command),
  );
}

/** Returns a text without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
