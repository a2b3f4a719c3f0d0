/** What a heap needs on each item, so that any item can be taken out without a search. */
export type HeapItem = { heapIndex: number };

/**
 * A binary min-heap whose items know their place: push, pop and remove are O(log n). Removal matters
 * because a cancelled run must free its memory at once, not when its sleep would have ended.
 */
export class Heap<T extends HeapItem> {
  private readonly items: T[] = [];

  constructor(private readonly comesBefore: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    this.items.push(item);
    this.raise(item, this.items.length - 1);
  }

  pop(): T | undefined {
    const first = this.items[0];
    if (first) this.remove(first);
    return first;
  }

  /** Takes `item` out; false when it is not in this heap. */
  remove(item: T): boolean {
    const index = item.heapIndex;
    if (this.items[index] !== item) return false;
    item.heapIndex = -1;
    const last = this.items.pop() as T;
    if (last !== item) {
      this.raise(last, index);
      this.sink(last, last.heapIndex);
    }
    return true;
  }

  clear(): void {
    for (const item of this.items) item.heapIndex = -1;
    this.items.length = 0;
  }

  private place(item: T, index: number): void {
    this.items[index] = item;
    item.heapIndex = index;
  }

  private raise(item: T, from: number): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.items[above] as T;
      if (!this.comesBefore(item, parent)) break;
      this.place(parent, index);
      index = above;
    }
    this.place(item, index);
  }

  private sink(item: T, from: number): void {
    let index = from;
    for (;;) {
      let below = 2 * index + 1;
      const left = this.items[below];
      if (!left) break;
      const right = this.items[below + 1];
      let child = left;
      if (right && this.comesBefore(right, left)) {
        child = right;
        below += 1;
      }
      if (!this.comesBefore(child, item)) break;
      this.place(child, index);
      index = below;
    }
    this.place(item, index);
  }
}
