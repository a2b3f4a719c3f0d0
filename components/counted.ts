/** Returns a number with its noun, such as `1 bot` or `3 bots`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
