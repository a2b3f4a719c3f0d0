/** A binary min-heap: push and pop are O(log n), so that thousands of runs may wait at once. */
export class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly comesBefore: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  /** Returns the smallest item and leaves it in the heap; undefined when the heap is empty. */
  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    let index = this.items.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.items[above] as T;
      if (!this.comesBefore(item, parent)) break;
      this.items[index] = parent;
      index = above;
    }
    this.items[index] = item;
  }

  /** Removes and returns the smallest item; undefined when the heap is empty. */
  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (last !== undefined && this.items.length > 0) this.sink(last);
    return first;
  }

  clear(): void {
    this.items.length = 0;
  }

  /** Puts `item` in the place of the first one, then moves it down to where it belongs. */
  private sink(item: T): void {
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      const right = this.items[below + 1];
      if (right !== undefined && this.comesBefore(right, this.items[below] as T)) below += 1;
      const child = this.items[below];
      if (child === undefined || !this.comesBefore(child, item)) break;
      this.items[index] = child;
      index = below;
    }
    this.items[index] = item;
  }
}
