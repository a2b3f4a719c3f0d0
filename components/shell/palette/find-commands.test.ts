import { Bot } from 'lucide-react';
import { expect, it } from 'vitest';
import { type Command, findCommands } from './find-commands';

const command = (label: string, more: Partial<Command> = {}): Command => ({
  id: label,
  group: 'Actions',
  label,
  icon: Bot,
  run: () => {},
  ...more,
});
const ALL = [
  command('Turn on auto-schedule'),
  command('Sync now', { words: 'refresh google' }),
  command('Sign out', { words: 'log out' }),
  command('Bots', { group: 'Pages' }),
  command('Réunion café', { group: 'Meetings' }),
];
const find = (text: string) => findCommands(ALL, text).map(({ label }) => label);

it('has all commands, pages first, while nothing is typed', () => {
  expect(find('')).toEqual(['Bots', 'Turn on auto-schedule', 'Sync now', 'Sign out', 'Réunion café']);
});

it('finds all words in any order, any case and without accents', () => {
  expect(find('CAFE reu')).toEqual(['Réunion café']);
  expect(find('schedule turn')).toEqual(['Turn on auto-schedule']);
  expect(find('turn nothing')).toEqual([]);
});

it('finds other words for a command', () => {
  expect(find('refresh')).toEqual(['Sync now']);
  expect(find('log out')).toEqual(['Sign out']);
});

it('has a label that begins with the text before one that only has it', () => {
  const labels = findCommands([command('Resync all'), command('Sync now')], 'sync').map(({ label }) => label);
  expect(labels).toEqual(['Sync now', 'Resync all']);
});
