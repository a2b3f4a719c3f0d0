import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isPressed, PLACES, printed, SHORTCUTS, type Shortcut } from './shortcuts';

const ALL: Shortcut[] = Object.values(SHORTCUTS);
const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean; shiftKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

/** Places that are on one page at a time with others. */
const TOGETHER: Record<Shortcut['where'], Shortcut['where'][]> = {
  Everywhere: [...PLACES],
  Lists: ['Lists', 'Meetings', 'Bots', 'Everywhere'],
  Meetings: ['Meetings', 'Week', 'Lists', 'Everywhere'],
  Week: ['Week', 'Meetings', 'Lists', 'Everywhere'],
  Bots: ['Bots', 'Lists', 'Everywhere'],
};

it('gives no key two meanings on one page', () => {
  for (const one of ALL) {
    const others = ALL.filter((other) => other !== one && TOGETHER[one.where].includes(other.where));
    const taken = others.flatMap((other) => other.keys);
    expect(one.keys.filter((key) => taken.includes(key))).toEqual([]);
  }
});

it('takes no combination with Ctrl from the browser but search in the address bar, and “select all”', () => {
  expect(ALL.flatMap((each) => each.keys).filter((key) => key.startsWith('Mod+'))).toEqual([
    'Mod+k',
    'Mod+a',
  ]);
});

it('matches a key alone, and a combination with ⌘ or Ctrl', () => {
  expect(isPressed('next', press('j'))).toBe(true);
  expect(isPressed('next', press('ArrowDown'))).toBe(true);
  expect(isPressed('next', press('ArrowDown', { shiftKey: true }))).toBe(false);
  expect(isPressed('extendDown', press('ArrowDown', { shiftKey: true }))).toBe(true);
  expect(isPressed('next', press('j', { ctrlKey: true }))).toBe(false);
  expect(isPressed('help', press('?', { shiftKey: true }))).toBe(true);
  expect(isPressed('palette', press('k'))).toBe(false);
  expect(isPressed('palette', press('k', { ctrlKey: true }))).toBe(true);
  expect(isPressed('palette', press('k', { metaKey: true }))).toBe(true);
});

it('prints keys as keyboards have them', () => {
  expect(printed('Mod+k', true)).toEqual(['⌘', 'K']);
  expect(printed('Mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(printed('Shift+ArrowDown', false)).toEqual(['Shift', '↓']);
  expect(printed('/', false)).toEqual(['/']);
});

it('has each shortcut in the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  const listed = ALL.map(({ keys, does }) => `| ${keys.map(asInReadme).join(' or ')} | ${does} |`);
  expect(listed.filter((line) => !readme.includes(line))).toEqual([]);
});

function asInReadme(keys: string): string {
  return printed(keys, false)
    .map((key) => `<kbd>${key}</kbd>`)
    .join(' ');
}
