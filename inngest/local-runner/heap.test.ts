import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Heap } from './heap';

type Item = { value: number; heapIndex: number };

it('gives what was pushed and not removed, smallest first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.boolean())), (entries) => {
      const heap = new Heap<Item>((a, b) => a.value < b.value);
      const items = entries.map(([value]) => ({ value, heapIndex: -1 }));
      for (const item of items) heap.push(item);
      const removed = items.filter((_, index) => entries[index]?.[1]);
      for (const item of removed) expect(heap.remove(item)).toBe(true);
      for (const item of removed) expect(heap.remove(item)).toBe(false);
      const kept = items.filter((item) => !removed.includes(item)).map((item) => item.value);
      expect(heap.size).toBe(kept.length);
      const popped: number[] = [];
      for (let item = heap.pop(); item; item = heap.pop()) popped.push(item.value);
      expect(popped).toEqual(kept.sort((a, b) => a - b));
    }),
  );
});
