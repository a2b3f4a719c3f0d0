import { expect, it } from 'vitest';
import { mayHaveLostBot } from './restored';

const RESTORED_AT = new Date('2027-03-01T08:30:00Z');
const at = (time: string) => mayHaveLostBot(new Date(`2027-03-01T${time}Z`), RESTORED_AT);

it.each([
  ['07:00:00', true],
  ['08:31:00', true],
  ['08:31:01', false],
  ['09:00:00', false],
])('of a meeting at %s, whose bot is due a minute before, one may be lost at 08:30: %s', (time, is) => {
  expect(at(time)).toBe(is);
});

it('of no meeting a bot is lost where nothing was restored', () => {
  expect(mayHaveLostBot(RESTORED_AT, null)).toBe(false);
});
