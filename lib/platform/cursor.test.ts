import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor, listScope } from './cursor';

const cursor = fc.record({
  time: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  id: fc.string({ minLength: 1 }),
  direction: fc.constantFrom('next' as const, 'previous' as const),
});

it('a cursor is decoded as it was encoded', () => {
  fc.assert(
    fc.property(cursor, fc.string(), (written, scope) => {
      const text = encodeCursor(written, scope);
      expect(text).toMatch(/^[\w-]+\.[\w-]+$/);
      expect(decodeCursor(text, scope)).toEqual(written);
    }),
  );
});

it('a cursor of another list, or one that was changed, is refused', () => {
  fc.assert(
    fc.property(cursor, fc.string(), fc.string(), fc.nat(), (written, scope, other, at) => {
      const text = encodeCursor(written, scope);
      if (other !== scope) expect(decodeCursor(text, other)).toBeNull();
      const index = at % text.length;
      const changed = `${text.slice(0, index)}${text[index] === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`;
      expect(decodeCursor(changed, scope)).toBeNull();
      expect(decodeCursor(`${text}.more`, scope)).toBeNull();
    }),
  );
});

it('two lists have the same name when, and only when, they are the same list', () => {
  expect(listScope('bots', 'usr_1', { a: 1, b: undefined, c: 'x' })).toBe(
    listScope('bots', 'usr_1', { c: 'x', a: 1 }),
  );
  const different = [
    listScope('bots', 'usr_1'),
    listScope('bots', 'usr_2'),
    listScope('events', 'usr_1'),
    listScope('bots', 'usr_1', { a: 'b' }),
    listScope('bots', 'usr_1', { a: true }),
    listScope('bots', 'usr_1', { a: 'true' }),
    listScope('bots', 'usr_1', { b: 'b' }),
  ];
  expect(new Set(different).size).toBe(different.length);
});

it('a text that is no cursor is refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeCursor(text, 'list')).toBeNull();
    }),
  );
});
