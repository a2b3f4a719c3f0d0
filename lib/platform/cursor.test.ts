import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor, listScope } from './cursor';

const cursor = fc.record({
  time: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  id: fc.string({ minLength: 1 }),
  direction: fc.constantFrom('next' as const, 'previous' as const),
});

it('gives back what was written', () => {
  fc.assert(
    fc.property(cursor, fc.string(), (written, scope) => {
      const text = encodeCursor(written, scope);
      expect(text).toMatch(/^[\w-]+\.[\w-]+$/);
      expect(decodeCursor(text, scope)).toEqual(written);
    }),
  );
});

it('refuses another list’s cursor, and any that was changed', () => {
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

it('names lists apart by everything that makes them different, and by nothing else', () => {
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

it('refuses whatever is no cursor', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(decodeCursor(text, 'list')).toBeNull();
    }),
  );
});
