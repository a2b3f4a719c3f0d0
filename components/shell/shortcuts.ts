/** Where a shortcut works: the headings of the list that `?` shows. */
export const PLACES = ['Everywhere', 'Lists', 'Meetings', 'Week', 'Bots'] as const;

export type Shortcut = {
  /** As `KeyboardEvent.key` has them, one of them alone; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: readonly string[];
  /** What it does, as a command. */
  does: string;
  where: (typeof PLACES)[number];
};

/** Every keyboard shortcut: the handlers match events with it, and `?` and the README list it. */
export const SHORTCUTS = {
  palette: { keys: ['Mod+k'], does: 'Search meetings and commands', where: 'Everywhere' },
  help: { keys: ['?'], does: 'Show keyboard shortcuts', where: 'Everywhere' },
  next: { keys: ['j', 'ArrowDown'], does: 'Go to the next row', where: 'Lists' },
  previous: { keys: ['k', 'ArrowUp'], does: 'Go to the previous row', where: 'Lists' },
  search: { keys: ['/'], does: 'Search meetings', where: 'Meetings' },
  goToDate: { keys: ['g'], does: 'Go to a date', where: 'Meetings' },
  today: { keys: ['t'], does: 'Go to today', where: 'Meetings' },
  toggleBot: { keys: ['b'], does: 'Turn the bot of a row on or off', where: 'Meetings' },
  nextPage: { keys: ['n'], does: 'Go to the next week', where: 'Week' },
  previousPage: { keys: ['p'], does: 'Go to the previous week', where: 'Week' },
  dayBefore: { keys: ['ArrowLeft'], does: 'Go to the day before', where: 'Week' },
  dayAfter: { keys: ['ArrowRight'], does: 'Go to the day after', where: 'Week' },
  select: { keys: ['x'], does: 'Select a row', where: 'Lists' },
  extendDown: { keys: ['Shift+ArrowDown'], does: 'Select the next row too', where: 'Lists' },
  extendUp: { keys: ['Shift+ArrowUp'], does: 'Select the previous row too', where: 'Lists' },
  selectAll: { keys: ['Mod+a'], does: 'Select all', where: 'Lists' },
  clearSelection: { keys: ['Escape'], does: 'Clear the selection', where: 'Lists' },
  cancelSelected: { keys: ['Delete'], does: 'Turn off the selected bots', where: 'Lists' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

type KeyEvent = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>;

/** Whether an event is one of the keys of a shortcut. */
export function isPressed(id: ShortcutId, event: KeyEvent): boolean {
  return SHORTCUTS[id].keys.some((keys) => {
    const parts = keys.split('+');
    const key = parts.at(-1) ?? '';
    // With Shift a printed key is another key already, such as `?`.
    const isShiftRight = key.length === 1 || event.shiftKey === parts.includes('Shift');
    const isModRight = (event.metaKey || event.ctrlKey) === parts.includes('Mod');
    return event.key === key && isShiftRight && isModRight && !event.altKey;
  });
}

/** Returns by how many rows an event moves, in a list, with or without Shift: 1, -1, or 0 if it is no key that moves. */
export function stepOf(event: KeyEvent): number {
  if (isPressed('next', event) || isPressed('extendDown', event)) return 1;
  if (isPressed('previous', event) || isPressed('extendUp', event)) return -1;
  return 0;
}

/**
 * Whether a key press belongs to what has the focus instead of to the page: a text field, a choice, a menu or, unless
 * `alsoInDialogs`, a dialog.
 */
export function isTaken(event: KeyboardEvent, { alsoInDialogs = false } = {}): boolean {
  if (event.defaultPrevented) return true;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest(alsoInDialogs ? TYPING : `${TYPING}, ${DIALOGS}`) != null;
}

const TYPING =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="menu"], [role="listbox"]';
// A sheet beside the page is part of it.
const DIALOGS = '[role="dialog"]:not([data-beside]), [role="alertdialog"]';

const SYMBOLS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
};

/** Returns the keys of a shortcut as they are printed on a keyboard, such as `['⌘', 'K']`. */
export function printed(keys: string, isMac: boolean): string[] {
  return keys.split('+').map((key) => {
    if (key === 'Mod') return isMac ? '⌘' : 'Ctrl';
    if (key === 'Shift') return isMac ? '⇧' : 'Shift';
    return SYMBOLS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}
