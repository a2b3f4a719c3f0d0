import { describe, expect, it } from 'vitest';
import { writeJson, writtenOnce } from './written-json';

describe('JSON of objects that are written once', () => {
  it('is the JSON of the same objects otherwise, wherever they stand', () => {
    const plain = () => ({
      summary: 'Quote " and \\ and \u2028',
      nested: { list: [1, null, {}] },
      no: undefined,
    });
    const once = writtenOnce(plain());
    const other = writtenOnce({});
    const value = (one: object, two: object) => ({
      first: one,
      list: [two, one, 'text', { one }],
      last: null,
    });
    expect(writeJson(value(once, other))).toBe(JSON.stringify(value(plain(), {})));
    expect(writeJson(once)).toBe(JSON.stringify(plain()));
    expect(writeJson([])).toBe('[]');
  });

  it('leaves the object a plain one for everyone else, and lets no one change it', () => {
    const once = writtenOnce({ a: 1 });
    expect(JSON.stringify({ once })).toBe('{"once":{"a":1}}');
    expect(Object.keys(once)).toEqual(['a']);
    expect(() => Object.assign(once, { a: 2 })).toThrow(TypeError);
  });
});
