import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Heap } from './heap';

it('returns the pushed items, smallest first, at any time', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.constant('pop' as const))), (actions) => {
      const heap = new Heap<{ value: number }>((a, b) => a.value < b.value);
      let expected: number[] = [];
      for (const action of actions) {
        if (action === 'pop') {
          expect(heap.pop()?.value).toBe(expected[0]);
          expected = expected.slice(1);
        } else {
          heap.push({ value: action });
          expected = [...expected, action].sort((a, b) => a - b);
        }
        expect(heap.size).toBe(expected.length);
        expect(heap.peek()?.value).toBe(expected[0]);
      }
      const popped: number[] = [];
      for (let item = heap.pop(); item; item = heap.pop()) popped.push(item.value);
      expect(popped).toEqual(expected);
    }),
  );
});
